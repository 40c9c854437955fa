using System.Diagnostics;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>No files, and no network to get them from.</summary>
public sealed class MissingDatasetTests(DatasetFolderFixture fixture) : IClassFixture<DatasetFolderFixture>
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(10);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task The_problem_names_the_folders_setting_the_four_files_and_the_cause_within_seconds()
    {
        var clock = Stopwatch.StartNew();

        var problem = (await service.GetAsync("/api/datasets/fashion-mnist")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Seconds);
        AssertHelps(problem.Detail);
    }

    [Fact]
    public async Task Its_rows_are_the_same_problem() =>
        AssertHelps((await service.GetAsync("/api/datasets/fashion-mnist/rows")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail);

    [Fact]
    public async Task A_job_on_it_fails_with_the_same_words()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "fashion-mnist" });

        Assert.Equal(JobState.Failed, job.State);
        AssertHelps(job.Error);
    }

    private void AssertHelps(string? words)
    {
        string[] needed =
        [
            "into {LearnML:Datasets}", FashionFiles.TrainImages, FashionFiles.TrainLabels, FashionFiles.TestImages, FashionFiles.TestLabels,
            "could not be downloaded", "refused",
        ];
        Assert.All(needed, word => Assert.Contains(word, words, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(fixture.Datasets.Path, words, StringComparison.Ordinal);
    }
}
