using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

public sealed class DatasetTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Dataset_list_has_kinds_and_targets()
    {
        var datasets = await service.GetAsync<IReadOnlyList<DatasetSummary>>("/api/datasets");

        Assert.Equal(["fashion-mnist", "glyphs", "kaggle-house"], datasets.Take(3).Select(dataset => dataset.Name));
        Assert.All(datasets.Take(2), dataset => Assert.Equal(
            (DatasetKind.Images, "label", 28, 28, 10),
            (dataset.Kind, dataset.Target, dataset.Images!.Height, dataset.Images.Width, dataset.Images.Classes.Count)));
        Assert.Equal((DatasetKind.Table, "SalePrice"), (datasets[2].Kind, datasets[2].Target));
    }

    [Fact]
    public async Task Profile_describes_the_content_of_a_dataset()
    {
        var profile = await service.GetAsync<DatasetProfile>("/api/datasets/glyphs");

        Assert.Equal((6000, 1000), (profile.Images!.Train.Rows, profile.Images.Test.Rows));
        Assert.Equal(Enumerable.Repeat(600, 10), profile.Images!.Train.ClassCounts);
        Assert.Matches("^[0-9a-f]{64}$", profile.ContentHash);
    }

    [Fact]
    public async Task Rows_can_be_read_in_pages()
    {
        var page = await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?part=test&skip=997&take=10");

        Assert.Equal((1000, 997), (page.Total, page.Skip));
        Assert.Equal([997, 998, 999], page.Items.Select(row => row.Row));
        Assert.All(page.Items, row =>
        {
            Assert.Equal(784, row.Pixels!.Count);
            Assert.All(row.Pixels, pixel => Assert.InRange(pixel, 0, 255));
        });
        Assert.Empty((await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?skip=2147483647")).Items);
    }
}
