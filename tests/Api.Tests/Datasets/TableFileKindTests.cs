using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>A table has the same profile in every kind of file. Parquet and workbooks are tested where they are converted.</summary>
public sealed class TableFileKindTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_kind_of_file_gives_the_same_columns_and_doubts()
    {
        var lines = FlowersTable.Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = await ProfileAsync("kind-csv", (Encoding.UTF8.GetBytes(FlowersTable.Csv), "flowers.csv"));

        Assert.Equal(expected, await ProfileAsync("kind-gzip", (Gzip(FlowersTable.Csv), "flowers.csv.gz")));
        Assert.Equal(expected, await ProfileAsync("kind-parts",
            (Join(lines[..50]), "one.csv"), (Join([lines[0], .. lines[50..]]), "two.csv")));
        Assert.Equal(expected, await ProfileAsync("kind-zip",
            (Zip(("1.csv", Join(lines[..70])), ("2.csv", Join([lines[0], .. lines[70..]]))), "flowers.zip")));
        Assert.Equal(expected, await ProfileAsync("kind-json", (ToJsonLines(lines), "flowers.jsonl")));
    }

    [Fact]
    public async Task Corrected_dataset_of_several_files_keeps_its_source_and_trains()
    {
        var lines = FlowersTable.Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await UploadAsync("kind-trained", (ToJsonLines(lines[..61]), "one.jsonl"), (ToJsonLines([lines[0], .. lines[61..]]), "two.jsonl"));

        var corrected = await service.Client.Datasets.CorrectAsync(
            "kind-trained", new DatasetPatch { Exclude = ["colour"] }, TestContext.Current.CancellationToken);

        Assert.Equal(["one.jsonl", "two.jsonl"], corrected.Table!.Source!.Files);
        Assert.Equal((FlowersTable.RowCount, TableFileKind.JsonLines), (corrected.Table.Rows, corrected.Table.Source.Kind));
        var job = await service.RunJobAsync(new JobSpec { Dataset = "kind-trained", Target = "kind", Training = new TrainingSpec { Epochs = 2 } });
        Assert.Equal(JobState.Succeeded, job.State);
    }

    [Fact]
    public async Task Preview_shows_rows_types_and_doubts_and_stores_nothing()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["crp.csv"], "crp,age\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row}.5,{row % 9}\n"))
            + "<1.0,5\n", TestContext.Current.CancellationToken);

        var preview = await service.Client.Datasets.PreviewAsync(
            folder["crp.csv"], "crp", new UploadDetails(), TestContext.Current.CancellationToken);

        Assert.Equal((41, 20), (preview.Table.Rows, preview.Rows.Count));
        Assert.Equal("3.5", preview.Rows[3].Values!["crp"]);
        Assert.Equal(ColumnType.Numeric, preview.Table.Columns[0].Type);
        Assert.Contains(preview.Table.Attention, doubt => doubt is { Kind: AttentionKind.InvalidCells, Column: "crp", Lines: [42] });
        Assert.DoesNotContain(await service.Client.Datasets.ListAsync(TestContext.Current.CancellationToken), dataset => dataset.Name == "crp");
        Assert.Empty(Directory.GetFiles(fixture.Data["uploads"], "unfinished*"));
    }

    [Fact]
    public async Task Preview_that_cannot_be_read_says_why()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["t.jsonl"], "{\"a\": {}}\n", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<LearnMLException>(
            () => service.Client.Datasets.PreviewAsync(folder["t.jsonl"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, exception.Status);
        Assert.Contains("line 1, column 'a': the value is a list or an object", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>What a user sees of a dataset, without the names and the sizes of its files.</summary>
    private async Task<string> ProfileAsync(string name, params (byte[] Content, string Name)[] files)
    {
        var table = (await UploadAsync(name, files)).Table!;
        return JsonSerializer.Serialize(new { table.Rows, table.Columns, table.Attention }, WireFormat.Options);
    }

    private async Task<DatasetProfile> UploadAsync(string name, params (byte[] Content, string Name)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new StringContent("price"), "target" } };
        foreach (var (content, fileName) in files)
        {
            form.Add(new ByteArrayContent(content), "file", fileName);
        }

        var response = await service.SendAsync(HttpMethod.Post, "/api/datasets", form);
        Assert.True(response.Status == HttpStatusCode.Created, response.Body);
        return response.Read<DatasetProfile>();
    }

    private static byte[] Join(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n');

    private static byte[] ToJsonLines(string[] lines)
    {
        var names = lines[0].Split(',');
        return Join(lines[1..].Select(line => JsonSerializer.Serialize(
            names.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second == "NA" ? null : cell.Second))));
    }

    private static byte[] Gzip(string content)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        return file.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }
}
