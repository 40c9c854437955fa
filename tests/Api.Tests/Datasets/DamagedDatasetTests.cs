using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

public sealed class DamagedDatasetTests(DatasetFolderFixture fixture) : IClassFixture<DatasetFolderFixture>
{
    private static readonly JobSpec Spec = SampleSpecs.Quick with { Dataset = "fashion-mnist" };

    private readonly Service service = fixture.Service;

    public static TheoryData<string, byte[], string> Damages => new()
    {
        { FashionFiles.TrainImages, FashionFiles.Idx(new byte[19 * 784], 20, 28, 28), "cut short" },
        { FashionFiles.TrainImages, FashionFiles.Idx(new byte[21 * 784], 20, 28, 28), "has more data after" },
        { FashionFiles.TrainImages, FashionFiles.Idx(new byte[20 * 30 * 30], 20, 30, 30), "30 x 30 pixels" },
        { FashionFiles.TrainImages, [0, 0, 8], "cut short" },
        { FashionFiles.TestImages, "not an image"u8.ToArray(), "not an IDX file" },
        { FashionFiles.TrainLabels, FashionFiles.Idx(new byte[19], 19), "do not match" },
        { FashionFiles.TestLabels, FashionFiles.Idx([.. Enumerable.Repeat((byte)10, 20)], 20), "label 10" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_file_is_named_with_what_is_wrong(string file, byte[] content, string reason)
    {
        FashionFiles.Write(fixture.Datasets);
        FashionFiles.Write(fixture.Datasets, file, content);

        await AssertNamedAsync(file, reason);
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(12, "cut short")]
    public async Task A_file_that_was_cut_is_named(int bytes, string reason)
    {
        FashionFiles.Write(fixture.Datasets);
        using (var file = File.OpenWrite(Path.Combine(FashionFiles.Folder(fixture.Datasets), FashionFiles.TrainImages)))
        {
            file.SetLength(bytes);
        }

        await AssertNamedAsync(FashionFiles.TrainImages, reason);
    }

    [Fact]
    public async Task After_a_dataset_is_mended_it_is_there_without_a_new_start()
    {
        using var datasets = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await using var own = await Service.StartAsync(data, datasets.Path);
        FashionFiles.Write(datasets);
        FashionFiles.Write(datasets, FashionFiles.TestLabels, [1]);
        Assert.Equal(JobState.Failed, (await own.RunJobAsync(Spec)).State);

        FashionFiles.Write(datasets);

        Assert.Equal(JobState.Succeeded, (await own.RunJobAsync(Spec)).State);
    }

    private async Task AssertNamedAsync(string file, string reason)
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
