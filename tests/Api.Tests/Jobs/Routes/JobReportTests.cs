using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

[Collection(JobServiceCollection.Name)]
public sealed class JobReportTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Report_has_a_confusion_matrix_of_all_test_rows()
    {
        var report = await RunAndGetReportAsync(SampleSpecs.Accurate);

        Assert.Equal(10, report.Classes!.Count);
        Assert.Equal(1000, report.ConfusionMatrix!.Sum(row => row.Sum()));
        var hits = Enumerable.Range(0, 10).Sum(index => report.ConfusionMatrix![index][index]);
        Assert.Equal(hits / 1000.0, report.Test!.Accuracy!.Value, 1e-9);
    }

    [Fact]
    public async Task Report_has_precision_and_recall_of_every_class()
    {
        var report = await RunAndGetReportAsync(SampleSpecs.Accurate);

        Assert.Equal(report.Classes!, report.PerClass!.Select(score => score.Label));
        for (var index = 0; index < report.Classes!.Count; index++)
        {
            var hits = (double)report.ConfusionMatrix![index][index];
            var predicted = report.ConfusionMatrix!.Sum(row => row[index]);
            Assert.Equal(100, report.PerClass![index].Rows);
            Assert.Equal(hits / 100, report.PerClass![index].Recall!.Value, 1e-9);
            Assert.Equal(hits / predicted, report.PerClass![index].Precision!.Value, 1e-9);
        }
    }

    [Fact]
    public async Task Report_shows_up_to_twenty_test_rows_of_each_cell_with_wrong_ones_first()
    {
        var report = await RunAndGetReportAsync(SampleSpecs.Quick);

        var index = report.Classes!.Index().ToDictionary(label => label.Item, label => label.Index);
        Assert.False(report.Samples![0].Correct);
        Assert.All(
            report.Samples.CountBy(sample => (sample.Label, sample.Predicted)),
            cell => Assert.InRange(cell.Value, 1, Math.Min(20, report.ConfusionMatrix![index[cell.Key.Label]][index[cell.Key.Predicted]])));
        Assert.Equal(
            report.ConfusionMatrix!.Sum(row => row.Count(rows => rows > 0)),
            report.Samples.CountBy(sample => (sample.Label, sample.Predicted)).Count());
        Assert.Equal(report.Samples.OrderBy(sample => sample.Correct).Select(sample => sample.Row), report.Samples.Select(sample => sample.Row));
        Assert.All(report.Samples, sample => Assert.Equal(sample.Correct, sample.Label == sample.Predicted));
    }

    [Fact]
    public async Task Report_warns_if_the_test_rows_selected_the_epoch()
    {
        var chosenOnTest = await RunAndGetReportAsync(SampleSpecs.Quick with { Validation = new ValidationSpec { TestPart = true } });
        var independent = await RunAndGetReportAsync(SampleSpecs.Quick);

        Assert.Contains("selectedOnTest", chosenOnTest.Diagnosis.Select(diagnosis => diagnosis.Kind));
        Assert.Equal(chosenOnTest.Test, chosenOnTest.Validation);
        Assert.DoesNotContain("selectedOnTest", independent.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    [Fact]
    public async Task Report_is_missing_before_the_job_ends()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var problem = (await service.GetAsync($"/api/jobs/{busy.JobId}/report")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("running", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<Report> RunAndGetReportAsync(JobSpec spec)
    {
        var job = await service.RunJobAsync(spec);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
