using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>What a spec says about columns of a table is checked before a job is queued.</summary>
public sealed class TableColumnSpecTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("yes", "no", "must be a column of numbers, and 'w' is boolean")]
    [InlineData("true", "false", "must be a column of numbers, and 'w' is boolean")]
    [InlineData("high", "high", "must be a column of numbers, and 'w' is constant")]
    [InlineData("1", "-1", "must have weights of at least 0, and 'w' has values down to -1")]
    [InlineData("2", "-1.5", "must have weights of at least 0")]
    public async Task Weights_must_be_numbers(string first, string second, string reason)
    {
        var name = await UploadAsync(first, second);
        var spec = $$"""{ "dataset": "{{name}}", "weightColumn": "w" }""";

        Assert.Contains(reason, Assert.Contains("weightColumn", await PreviewErrorsAsync(spec))[0], StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await service.PostAsync("/api/jobs", spec)).Status);
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("2", "2")]
    public async Task Weights_of_any_numbers_are_accepted(string first, string second)
    {
        var name = await UploadAsync(first, second);

        var job = (await service.PostAsync("/api/jobs", $$"""
            { "dataset": "{{name}}", "weightColumn": "w", "network": {}, "training": { "epochs": 1, "device": "cpu" } }
            """)).Read<Job>();

        Assert.Equal(JobState.Succeeded, (await service.WaitForEndAsync(job.Id)).State);
    }

    [Theory]
    [InlineData(""" "target": "y", "preprocessing": { "target": "none", "targetMargin": 0.5 } """, "does not apply to the target none")]
    [InlineData(""" "target": "kind", "preprocessing": { "targetMargin": 0.5 } """, "only applies to regression")]
    [InlineData(""" "target": "y", "task": "classification", "preprocessing": { "targetMargin": 0 } """, "only applies to regression")]
    public async Task Margin_needs_a_range_of_the_target(string part, string reason)
    {
        var name = await UploadAsync("1", "2");

        var errors = await PreviewErrorsAsync($$"""{ "dataset": "{{name}}", {{part}} }""");

        Assert.Contains(reason, Assert.Contains("preprocessing.targetMargin", errors)[0], StringComparison.Ordinal);
    }

    private async Task<string> UploadAsync(string first, string second)
    {
        var name = SampleSpecs.CreateModelName();
        var rows = Enumerable.Range(0, 40).Select(row =>
            $"{row * 37 % 41},{(row % 3 == 0 ? first : second)},{(row % 2 == 0 ? "a" : "b")},{row % 5}\n");
        await service.UploadAsync("x,w,kind,y\n" + string.Concat(rows), ("name", name), ("target", "y"));
        return name;
    }

    private async Task<IReadOnlyDictionary<string, string[]>> PreviewErrorsAsync(string spec) =>
        (await service.PostAsync("/api/jobs/preview", spec)).Read<JobPreview>().Errors;
}
