using System.Globalization;
using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>The doubts about a table stand in its profile, in previews and in reports, and their actions change the reading.</summary>
public sealed class AttentionTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Actions_of_doubts_change_the_reading()
    {
        var uploaded = await service.UploadAsync(
            "day,amount,stars\n" + Rows(row => $"{1 + (row % 12)}/{1 + (row % 9)}/2026,\"{1 + row},{100 + row}\",{1 + (row % 4)}") + "total,,9\n",
            ("name", "doubtful"), ("target", "stars"));
        var profile = uploaded.Read<DatasetProfile>();
        Assert.Equal(
            [AttentionKind.TotalRow, AttentionKind.DateOrder, AttentionKind.DecimalMark, AttentionKind.Task],
            profile.Table!.Attention.Select(doubt => doubt.Kind));
        Assert.Equal((60, 1100, LearningTask.Classification), (profile.Table.Rows, profile.Table.Columns[1].Numbers!.Minimum,
            profile.Table.Attention[3].Action!.Task));

        foreach (var action in profile.Table.Attention.Select(doubt => doubt.Action!.Dataset).OfType<DatasetPatch>().Skip(1))
        {
            var patched = await service.SendJsonAsync(
                HttpMethod.Patch, "/api/datasets/doubtful", JsonSerializer.Serialize(action, WireFormat.Options));
            Assert.True(patched.Status == HttpStatusCode.OK, patched.Body);
        }

        var corrected = await service.GetAsync<DatasetProfile>("/api/datasets/doubtful");
        Assert.Equal([AttentionKind.TotalRow, AttentionKind.Task], corrected.Table!.Attention.Select(doubt => doubt.Kind));
        Assert.Equal((1.1, new DateTime(2026, 9, 12)), (corrected.Table.Columns[1].Numbers!.Minimum, corrected.Table.Columns[0].Dates!.Last));
        Assert.Equal("stars", corrected.Summary.Target);

        var whole = (await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/doubtful", """{ "footerRows": 0 }""")).Read<DatasetProfile>();
        Assert.Equal((61, 1, ','), (whole.Table!.Rows, whole.Table.Columns[0].Invalid, whole.Table.Format.DecimalMark));
    }

    [Theory]
    [InlineData("""{ "decimalMark": ";" }""", "decimalMark")]
    [InlineData("""{ "thousands": ",", "decimalMark": "," }""", "thousands")]
    [InlineData("""{ "footerRows": -1 }""", "footerRows")]
    [InlineData("""{ "maximumInvalidShare": 1.5 }""", "maximumInvalidShare")]
    [InlineData("""{ "dateOrder": "yearFirst" }""", "dateOrder")]
    public async Task Invalid_setting_is_refused_and_named(string patch, string field)
    {
        await service.UploadAsync("a,b\n1,2\n3,5\n", ("name", "settings"));

        var refused = await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/settings", patch);

        Assert.Equal([field], refused.ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task Preview_and_report_say_the_task_and_the_doubts()
    {
        var table = Rows(row => $"{(row == 3 ? "about 9" : $"{row}.5")},{1 + (row % 5)},{row * 37 % 101}");
        await service.UploadAsync($"size,rooms,price\n{table}", ("name", "told"));
        var spec = new { dataset = "told", target = "rooms", training = new { epochs = 1 } };

        var preview = (await service.PostAsync("/api/jobs/preview", spec)).Read<JobPreview>();
        var classes = new { dataset = "told", target = "rooms", task = "classification" };
        var asked = (await service.PostAsync("/api/jobs/preview", classes)).Read<JobPreview>();
        var job = await service.WaitForEndAsync((await service.PostAsync("/api/jobs", spec)).Read<Job>().Id);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        Assert.Equal((LearningTask.Regression, "The task is regression, because 'rooms' has numbers."), (preview.Spec!.Task, preview.TaskReason));
        Assert.Equal([AttentionKind.InvalidCells, AttentionKind.Task], preview.Attention.Select(doubt => doubt.Kind));
        Assert.Equal("The task is classification, because the spec says so; 'rooms' has numbers.", asked.TaskReason);
        Assert.DoesNotContain(asked.Attention, doubt => doubt.Kind == AttentionKind.Task);
        Assert.Equal((LearningTask.Regression, preview.TaskReason), (job.Spec.Task, report.TaskReason));
        Assert.Equal(preview.Attention.Select(doubt => doubt.Message), report.Attention.Select(doubt => doubt.Message));
        Assert.Contains("1 of 60 cells is not a number (line 5: 'about 9')", report.Attention[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_classes_as_rows_are_refused()
    {
        await service.UploadAsync("x,name\n" + Rows(row => $"{row % 7},person {row}"), ("name", "persons"));

        var problem = (await service.PostAsync("/api/jobs", new { dataset = "persons", target = "name" })).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("a different value in every row", problem.GetErrors("target"), StringComparison.Ordinal);
    }

    private static string Rows(Func<int, string> row) =>
        string.Concat(Enumerable.Range(0, 60).Select(index => string.Create(CultureInfo.InvariantCulture, $"{row(index)}\n")));
}
