using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

/// <summary>A version has a card in Markdown, and as a page for browsers. Names and values of users are escaped.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class ModelCardTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Markdown_has_metadata_scores_limits_importance_and_a_call()
    {
        await TrainOnceAsync();

        var (type, card) = await GetAsync("/api/models/carded/versions/1/card", "*/*");

        Assert.Equal("text/markdown", type);
        Assert.StartsWith("---\nlibrary_name: learnml\npipeline_tag: tabular-regression\n", card, StringComparison.Ordinal);
        Assert.Contains("datasets:\n- \"carded\"\n", card, StringComparison.Ordinal);
        Assert.Contains("    - type: rmse\n      value: ", card, StringComparison.Ordinal);
        string[] headings = ["# carded, version 1", "## Data and task", "## Scores", "## How sure it is", "## Limits", "## Importance of the"];
        foreach (var heading in headings)
        {
            Assert.Contains($"\n{heading}", card, StringComparison.Ordinal);
        }

        Assert.Contains("| metric | validation rows | training rows | baseline: always the same |", card, StringComparison.Ordinal);
        Assert.Contains("Intervals of the level 0.9: median width ", card, StringComparison.Ordinal);
        Assert.Contains(@"\<b\>a\|b", card, StringComparison.Ordinal);
        Assert.Contains("/api/models/carded/versions/1/predict", card, StringComparison.Ordinal);
        Assert.Contains("\"rows\": [{\"", card, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browsers_get_a_page_without_foreign_marks()
    {
        await TrainOnceAsync();

        var (type, page) = await GetAsync("/api/models/carded/versions/1/card", "text/html,application/xhtml+xml,*/*;q=0.8");
        var (other, _) = await GetAsync("/api/models/carded/versions/1/card", "text/html;q=0.1,text/markdown");

        Assert.Equal(("text/html", "text/markdown"), (type, other));
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>carded, version 1</h1>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;a|b", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_versions_have_a_card_and_unknown_ones_none()
    {
        await TrainOnceAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        using var file = new MemoryStream();
        await service.Client.Models.DownloadAsync("carded", 1, ModelFormat.Safetensors, file, cancellationToken);
        file.Position = 0;
        await service.Client.Models.ImportAsync(file, "carded-again", cancellationToken);

        var (_, card) = await GetAsync("/api/models/carded-again/versions/1/card", "text/markdown");

        Assert.Contains("The report of the job is not in this service", card, StringComparison.Ordinal);
        (await service.GetAsync("/api/models/carded/versions/99/card")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    private async Task<(string? Type, string Text)> GetAsync(string path, string accept)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task TrainOnceAsync()
    {
        if ((await service.GetAsync("/api/models/carded/versions/1")).Status == HttpStatusCode.OK)
        {
            return;
        }

        var csv = "<b>a|b,other,y\n" + string.Concat(
            Enumerable.Range(0, 120).Select(row => $"{row * 37 % 101}.5,{row * 53 % 97}.5,{3 * (row * 37 % 101)}\n"));
        var uploaded = await service.UploadAsync(csv, ("name", "carded"));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync(
            "/api/jobs", """{ "dataset": "carded", "target": "y", "training": { "epochs": 3 }, "explain": { "repeats": 2 } }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }
}
