using System.Diagnostics;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>Fashion-MNIST is not in the dataset folder and cannot be downloaded.</summary>
public sealed class MissingDatasetTests(DatasetFolderFixture fixture) : IClassFixture<DatasetFolderFixture>
{
    private static readonly TimeSpan MaximumDuration = TimeSpan.FromSeconds(10);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Problem_names_the_setting_the_four_files_and_the_cause_within_seconds()
    {
        var clock = Stopwatch.StartNew();

        var problem = (await service.GetAsync("/api/datasets/fashion-mnist")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, MaximumDuration);
        AssertExplainsFix(problem.Detail);
    }

    [Fact]
    public async Task Rows_of_a_missing_dataset_are_the_same_problem() =>
        AssertExplainsFix((await service.GetAsync("/api/datasets/fashion-mnist/rows")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail);

    [Fact]
    public async Task Job_on_a_missing_dataset_fails_with_the_same_message()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "fashion-mnist" });

        Assert.Equal(JobState.Failed, job.State);
        AssertExplainsFix(job.Error);
    }

    private void AssertExplainsFix(string? message)
    {
        string[] expectedTexts =
        [
            "into fashion-mnist in the folder of LearnML:Datasets, or", FashionMnistFiles.TrainImages,
            FashionMnistFiles.TrainLabels, FashionMnistFiles.TestImages, FashionMnistFiles.TestLabels,
            "could not be downloaded", "refused",
        ];
        Assert.All(expectedTexts, text => Assert.Contains(text, message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(fixture.Datasets.Path, message, StringComparison.Ordinal);
    }
}
