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

    [Fact]
    public async Task Chosen_images_are_read_with_one_request()
    {
        var page = await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?part=test&rows=997,3,3");

        var third = (await service.GetAsync<Page<DatasetRow>>("/api/datasets/glyphs/rows?part=test&skip=3&take=1")).Items[0];
        Assert.Equal([997, 3, 3], page.Items.Select(row => row.Row));
        Assert.Equal(third.Pixels, page.Items[1].Pixels);
        Assert.Equal(third.Label, page.Items[2].Label);
    }

    [Fact]
    public async Task Chosen_rows_of_a_table_are_read_with_one_request()
    {
        var page = await service.GetAsync<Page<DatasetRow>>("/api/datasets/polynomial/rows?rows=57,3,3");

        var third = (await service.GetAsync<Page<DatasetRow>>("/api/datasets/polynomial/rows?skip=3&take=1")).Items[0];
        Assert.Equal([57, 3, 3], page.Items.Select(row => row.Row));
        Assert.Equal(third.Values, page.Items[1].Values);
        Assert.NotEqual(third.Values, page.Items[0].Values);
    }

    [Theory]
    [InlineData("glyphs/rows?part=test&rows=1000", "must be up to 1000 whole numbers from 0, below the number of rows, separated by commas")]
    [InlineData("glyphs/rows?rows=1,-1", "must be up to 1000 whole numbers from 0, below the number of rows, separated by commas")]
    [InlineData("glyphs/rows?rows=", "must be up to 1000 whole numbers from 0, below the number of rows, separated by commas")]
    [InlineData("polynomial/rows?rows=100000", "must be up to 1000 whole numbers from 0, below the number of rows, separated by commas")]
    public async Task Rows_that_cannot_be_chosen_are_reported(string path, string reason)
    {
        var problem = (await service.GetAsync($"/api/datasets/{path}")).ShouldBeProblem(System.Net.HttpStatusCode.BadRequest);

        Assert.Equal(reason, problem.GetErrors("rows"));
    }
}
