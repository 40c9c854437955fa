using System.Net;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Client;

public sealed class DatasetsClientTests(SharedFixture fixture)
{
    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly DatasetsClient datasets = fixture.Service.Client.Datasets;

    [Fact]
    public async Task Client_uploads_pages_through_and_deletes_a_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["garden.csv"], FlowersTable.Csv, cancellationToken);

        var profile = await datasets.UploadAsync("garden", folder["garden.csv"], "price", cancellationToken: cancellationToken);
        var page = await datasets.GetRowsAsync("garden", skip: 118, take: 5, cancellationToken: cancellationToken);

        Assert.Equal(("garden", "price", FlowersTable.RowCount), (profile.Summary.Name, profile.Summary.Target, profile.Table!.Rows));
        Assert.Equal(profile.ContentHash, (await datasets.GetAsync("garden", cancellationToken)).ContentHash);
        Assert.Equal((FlowersTable.RowCount, 118, "F118"), (page.Total, page.Skip, page.Items[0].Values!["id"]));
        Assert.True(profile.Summary.IsUploaded);
        Assert.Equal(["garden"],
            (await datasets.ListAsync(cancellationToken))
                .Where(dataset => dataset.IsUploaded).Select(dataset => dataset.Name).Intersect(["garden", "glyphs"]));

        await datasets.DeleteAsync("garden", cancellationToken);
        Assert.Equal(HttpStatusCode.NotFound,
            (await Assert.ThrowsAsync<LearnMLException>(() => datasets.GetAsync("garden", cancellationToken))).Status);
    }

    [Fact]
    public async Task Client_sends_upload_details()
    {
        var details = new UploadDetails
        {
            Types = new Dictionary<string, ColumnType> { ["column3"] = ColumnType.Categorical },
            Exclude = ["column2"],
            Delimiter = '|',
            Quote = '\'',
            Header = false,
            Encoding = "iso-8859-1",
            DecimalMark = ',',
            MissingMarks = ["none"],
        };

        var profile = await datasets.UploadAsync(
            "known", new MemoryStream(Encoding.Latin1.GetBytes("1,5|x|7\n2,5|'y'|8\nnone|x|9\n")),
            details: details, cancellationToken: cancellationToken);

        var (format, columns) = (profile.Table!.Format, profile.Table.Columns);
        Assert.Equal(('|', '\'', false, "iso-8859-1", ','), (format.Delimiter, format.Quote, format.Header, format.Encoding, format.DecimalMark));
        Assert.Equal(
            [("column1", ColumnType.Numeric, false, 1), ("column2", ColumnType.Categorical, true, 0), ("column3", ColumnType.Categorical, false, 0)],
            columns.Select(column => (column.Name, column.Type, column.Excluded, column.Missing)));
    }

    [Fact]
    public async Task Client_throws_the_errors_of_a_rejected_file()
    {
        var error = await Assert.ThrowsAsync<LearnMLException>(
            () => datasets.UploadAsync("ragged", new MemoryStream("a,b\n1,2\n3\n"u8.ToArray()), "missing", cancellationToken: cancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, error.Status);
        Assert.NotEmpty(error.Errors);
    }
}
