using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>The relation of columns to the target, by REST and by the typed client.</summary>
public sealed class DatasetRelationTests : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private Service service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await Service.StartAsync(data);
        await service.UploadAsync(FlowersTable.Csv, ("name", "related"), ("target", "kind"));
        var odd = string.Concat(Enumerable.Range(0, 30).Select(row => $"{row % 7},{row % 5}\n"));
        await service.UploadAsync("a/b & c?,größe\n" + odd, ("name", "odd"));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Columns_are_ranked_by_their_association_with_the_target()
    {
        await using var client = new LearnMLClient(service.Address);

        var associations = await client.Datasets.GetAssociationsAsync("related", cancellationToken: TestContext.Current.CancellationToken);

        // The kind follows from the petal and the price follows from the petal too. Identifiers are left out.
        Assert.Equal(("kind", FlowersTable.RowCount, FlowersTable.RowCount), (associations.Target, associations.Rows, associations.UsedRows));
        Assert.Equal("petal", associations.Associations[0].Column);
        Assert.Equal("price", associations.Associations[1].Column);
        Assert.Equal(["colour", "garden", "petal", "price", "sepal"], associations.Associations.Select(each => each.Column).Order());
        Assert.Equal(
            associations.Associations.Select(each => Math.Abs(each.Value ?? 0)).OrderDescending(),
            associations.Associations.Select(each => Math.Abs(each.Value ?? 0)));
        var other = await service.GetAsync<TableAssociations>("/api/datasets/related/associations?target=price");
        Assert.Equal((AssociationMeasure.Spearman, FlowersTable.RowCount - 11),
            other.Associations.Where(each => each.Column == "sepal").Select(each => (each.Measure, each.Rows)).Single());
    }

    [Fact]
    public async Task A_column_is_looked_at_whatever_its_name()
    {
        await using var client = new LearnMLClient(service.Address);

        var view = await client.Datasets.GetColumnAsync("odd", "a/b & c?", "größe", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("a/b & c?", "größe", 30), (view.Column, view.Target, view.Groups!.Sum(group => group.Rows)));
        Assert.Null((await client.Datasets.GetColumnAsync("odd", "größe", cancellationToken: TestContext.Current.CancellationToken)).Groups);
        var house = await service.GetAsync<ColumnView>("/api/datasets/related/column?column=id");
        Assert.Equal(ColumnType.Identifier, house.Type);
        Assert.Equal(20, house.Top!.Count);
    }

    [Theory]
    [InlineData("related/column?column=petals", "column", "there is no column 'petals'; did you mean 'petal'?")]
    [InlineData("related/column?column=petal&target=kinds", "target", "there is no column 'kinds'; did you mean 'kind'?")]
    [InlineData("related/associations?target=nothing", "target", "there is no column 'nothing'")]
    [InlineData("related/associations?part=all", "part", "must be")]
    [InlineData("odd/associations", "target", "is required, because the dataset has no target")]
    public async Task What_is_wrong_is_told(string path, string field, string reason)
    {
        var problem = (await service.GetAsync($"/api/datasets/{path}")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.StartsWith(reason, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glyphs/associations", "has images; only tables have columns")]
    [InlineData("related/associations?part=test", "has no test part")]
    [InlineData("nowhere/column?column=x", "There is no dataset 'nowhere'")]
    public async Task What_is_not_there_is_told(string path, string reason)
    {
        var problem = (await service.GetAsync($"/api/datasets/{path}")).ShouldBeProblem(HttpStatusCode.NotFound);

        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
    }
}
