using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

public sealed class DamagedDatasetTests(DatasetFolderFixture fixture) : IClassFixture<DatasetFolderFixture>
{
    private static readonly JobSpec Spec = SampleSpecs.Quick with { Dataset = "fashion-mnist" };

    private readonly Service service = fixture.Service;

    public static TheoryData<string, byte[], string> DamagedFiles => new()
    {
        { FashionMnistFiles.TrainImages, FashionMnistFiles.CreateIdx(new byte[19 * 784], 20, 28, 28), "cut short" },
        { FashionMnistFiles.TrainImages, FashionMnistFiles.CreateIdx(new byte[21 * 784], 20, 28, 28), "has more data after" },
        { FashionMnistFiles.TrainImages, FashionMnistFiles.CreateIdx(new byte[20 * 30 * 30], 20, 30, 30), "30 x 30 pixels" },
        { FashionMnistFiles.TrainImages, [0, 0, 8], "cut short" },
        { FashionMnistFiles.TestImages, "not an image"u8.ToArray(), "not an IDX file" },
        { FashionMnistFiles.TrainLabels, FashionMnistFiles.CreateIdx(new byte[19], 19), "do not match" },
        { FashionMnistFiles.TestLabels, FashionMnistFiles.CreateIdx([.. Enumerable.Repeat((byte)10, 20)], 20), "label 10" },
    };

    [Theory]
    [MemberData(nameof(DamagedFiles))]
    public async Task Error_names_the_damaged_file_and_the_damage(string file, byte[] content, string reason)
    {
        FashionMnistFiles.Write(fixture.Datasets);
        FashionMnistFiles.Write(fixture.Datasets, file, content);

        await AssertFileIsReportedAsync(file, reason);
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(12, "cut short")]
    public async Task Error_names_the_truncated_file(int bytes, string reason)
    {
        FashionMnistFiles.Write(fixture.Datasets);
        using (var file = File.OpenWrite(Path.Combine(FashionMnistFiles.GetFolder(fixture.Datasets), FashionMnistFiles.TrainImages)))
        {
            file.SetLength(bytes);
        }

        await AssertFileIsReportedAsync(FashionMnistFiles.TrainImages, reason);
    }

    [Fact]
    public async Task Repaired_dataset_is_available_without_a_restart()
    {
        using var datasets = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await using var ownService = await Service.StartAsync(data, datasets.Path);
        FashionMnistFiles.Write(datasets);
        FashionMnistFiles.Write(datasets, FashionMnistFiles.TestLabels, [1]);
        Assert.Equal(JobState.Failed, (await ownService.RunJobAsync(Spec)).State);

        FashionMnistFiles.Write(datasets);

        Assert.Equal(JobState.Succeeded, (await ownService.RunJobAsync(Spec)).State);
    }

    private async Task AssertFileIsReportedAsync(string file, string reason)
    {
        var job = await service.RunJobAsync(Spec);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains(file, job.Error, StringComparison.Ordinal);
        Assert.Contains(reason, job.Error, StringComparison.Ordinal);

        var problem = (await service.GetAsync("/api/datasets/fashion-mnist")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Contains(file, problem.Detail, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
    }
}
