using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

[Collection(JobsInTurn.Name)]
public sealed class ReportTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task A_report_counts_every_test_row_by_true_and_predicted_class()
    {
        var report = await ReportAsync(SampleSpecs.Good);

        Assert.Equal(10, report.Classes!.Count);
        Assert.Equal(1000, report.ConfusionMatrix!.Sum(row => row.Sum()));
        var hits = Enumerable.Range(0, 10).Sum(index => report.ConfusionMatrix![index][index]);
        Assert.Equal(hits / 1000.0, report.Test!.Accuracy!.Value, 1e-9);
    }

    [Fact]
    public async Task A_report_has_the_precision_and_the_recall_of_each_class()
    {
        var report = await ReportAsync(SampleSpecs.Good);

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
    public async Task A_report_shows_twenty_test_rows_the_wrong_ones_first()
    {
        var report = await ReportAsync(SampleSpecs.Quick);

        Assert.Equal(20, report.Samples!.Count);
        Assert.False(report.Samples[0].Correct);
        Assert.Equal(report.Samples.OrderBy(sample => sample.Correct).Select(sample => sample.Row), report.Samples.Select(sample => sample.Row));
        Assert.All(report.Samples, sample => Assert.Equal(sample.Correct, sample.Label == sample.Predicted));
    }

    [Fact]
    public async Task A_report_says_that_its_test_score_is_not_independent_when_the_test_part_chose_the_epoch()
    {
        var chosenOnTest = await ReportAsync(SampleSpecs.Quick with { Validation = new ValidationSpec { TestPart = true } });
        var independent = await ReportAsync(SampleSpecs.Quick);

        Assert.Contains("selectedOnTest", chosenOnTest.Diagnosis.Select(diagnosis => diagnosis.Kind));
        Assert.Equal(chosenOnTest.Test, chosenOnTest.Validation);
        Assert.DoesNotContain("selectedOnTest", independent.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    [Fact]
    public async Task There_is_no_report_before_the_end()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var problem = (await service.GetAsync($"/api/jobs/{busy.JobId}/report")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("running", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<Report> ReportAsync(JobSpec spec)
    {
        var job = await service.RunJobAsync(spec);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
