using System.IO.Compression;
using System.Net;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

public sealed class CsvPredictorTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Invalid_table_is_rejected_with_line_and_column()
    {
        var address = await TrainAsync("broken");

        await RefusedAsync("\"x,col\n", "line 1: a quoted field is never closed");
        await RefusedAsync("\"x\"a,col\n1,2\n", "line 1: a quoted field is never closed, or text follows its closing quote");
        await RefusedAsync(new string('x', 20_000_000), "line 1: the row has more than 16777216 characters");
        await RefusedAsync("\"petal" + new string('x', 20_000_000), "line 1: the row has more than 16777216 characters");
        await RefusedAsync("petal,kind\n1,\"two\nlines\"\n1\n", "line 4: the row has 1 fields, but the first row has 2");
        await RefusedAsync("petal,kind\n1,rose\n1,\"rose\n", "line 3, column 'kind': a quoted field is never closed");
        await RefusedAsync("petal,petal\n1,2\n", "line 1, column 'petal': 2 columns have this name");
        await RefusedAsync("x,petal,x\n1,2,3\n", "The request's CSV cannot be used: line 1, column 'x': 2 columns have this name");
        await RefusedAsync("", "it is empty");

        async Task RefusedAsync(string body, string reason) => Assert.Contains(
            reason, (await service.PostAsync(address, body, "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_file_and_table_without_known_columns_are_rejected()
    {
        var address = await TrainAsync("nonsense");
        byte[] text = Encoding.UTF8.GetBytes("petal,kind\n1,rose\n");
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(text, TestContext.Current.CancellationToken);
        }

        await RefusedAsync(zipped.ToArray(), "binary file");
        await RefusedAsync([.. text, 0x01], "control characters");
        await RefusedAsync([.. "x,y\n1,2\n"u8], "none of the model's columns (petal, sepal, colour, garden, kind). Its first line must name them");

        async Task RefusedAsync(byte[] body, string reason) => Assert.Contains(
            reason, (await service.PostAsync(address, body, "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encoding_is_read_from_the_content_type_or_detected()
    {
        var address = await TrainAsync("encodings", FlowersTable.Csv.Replace("rose", "Rosé", StringComparison.Ordinal));
        const string Rows = "petal,kind,note\n9,Rosé,€\n";

        var expected = (await service.PostAsync(address, Rows, "text/csv")).Body;
        Assert.DoesNotContain("Ros", expected, StringComparison.Ordinal);
        foreach (var (encoding, charset) in new[]
        {
            (Encoding.UTF8, "; charset=\"UTF-8\""),
            (Encoding.Unicode, ""),
            (Encoding.Unicode, "; charset=utf-16"),
            (Encoding.BigEndianUnicode, "; charset=utf-16BE"),
        })
        {
            Assert.Equal((HttpStatusCode.OK, expected), Describe(await service.PostAsync(address, encoding.GetBytes(Rows), $"text/csv{charset}")));
        }

        var latin = Encoding.Latin1.GetBytes(Rows.Replace('€', 'x'));
        Assert.Equal((HttpStatusCode.OK, expected), Describe(await service.PostAsync(address, latin, "text/csv; charset=iso-8859-1")));
        (await service.PostAsync(address, latin, "text/csv; charset=utf-8")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await service.PostAsync(address, latin, "text/csv; charset=klingon")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);

        static (HttpStatusCode, string) Describe(ApiResponse response) => (response.Status, response.Body);
    }

    [Fact]
    public async Task Strict_mode_reports_errors_with_their_line()
    {
        var address = await TrainAsync("strict");
        var rows = string.Concat(Enumerable.Repeat("1,2,red,g1,rose\n", 5000));

        var earlyRow = await service.PostAsync($"{address}?strict=true",
            "petal,sepal,colour,garden,kind\n1,2,red,\"g1\ng2\",rose\n\n1,long,green,g1,rose\n", "text/csv");
        var lateRow = await service.PostAsync($"{address}?strict=true", $"petal,sepal,colour,garden,kind\n{rows}1,2,green,g1,rose\n", "text/csv");

        Assert.Equal(
            [
                "line 2, column 'garden': 'g1\ng2' was not seen in training", "line 5, column 'sepal': 'long' is not a number",
                "line 5, column 'colour': 'green' was not seen in training",
            ],
            earlyRow.ShouldBeProblem(HttpStatusCode.BadRequest).Errors!["body"]);
        Assert.Equal(["line 5002, column 'colour': 'green' was not seen in training"],
            lateRow.ShouldBeProblem(HttpStatusCode.BadRequest).Errors!["body"]);
        Assert.Contains("column 'sepal': the file does not have this column",
            (await service.PostAsync($"{address}?strict=true", "petal\n1\n", "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest).Errors!["body"]);
    }

    [Fact]
    public async Task Spaces_around_fields_are_ignored()
    {
        var address = await TrainAsync("spaced");

        var plain = await service.PostAsync(address, "petal,sepal,colour,garden,kind\n9,NA,red,g1,rose\n", "text/csv");
        var spaced = await service.PostAsync(address, "petal, sepal, colour , garden,kind\n 9 , NA, red , g1,rose \n", "text/csv");

        Assert.Equal((HttpStatusCode.OK, plain.Body), (spaced.Status, spaced.Body));
        Assert.EndsWith(",\n", plain.Body.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private async Task<string> TrainAsync(string name, string? content = null)
    {
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(content ?? FlowersTable.Csv, ("name", name), ("target", "price"))).Status);
        var job = await service.WaitForEndAsync(
            (await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "training": { "epochs": 1 } }""")).Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return $"/api/models/{job.Model}/predict";
    }
}
