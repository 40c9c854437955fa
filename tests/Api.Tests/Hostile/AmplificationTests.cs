using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>A small request makes little work and a small answer, whatever it contains.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class AmplificationTests(HostileClientFixture fixture)
{
    private const string WideModel = "wide";
    private const int WideColumns = 600;
    private const string Csv = "text/csv";
    private const string Json = "application/json";

    /// <summary>The processor time that one request may take in a debug build. An ordinary request of a few kilobytes takes milliseconds.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Rows_without_columns_are_answered_in_proportion()
    {
        await TrainWideModelAsync();

        // 20 kB and 40 kB of rows. The names of the missing columns would be 6,000 characters in each row.
        foreach (var rows in new[] { 6_000, 12_000 })
        {
            var csv = await PostAsync($"/api/models/{WideModel}/predict", Csv, "c0\n" + string.Concat(Enumerable.Repeat("1\n", rows)));
            Assert.True(csv.Status == HttpStatusCode.OK && csv.Body.Length < 30 * rows, $"{csv.Status}, {csv.Body.Length} bytes");
            Assert.Contains("the file does not have the columns c1, c2", csv.Body[..2000], StringComparison.Ordinal);
            Assert.Contains(" more", csv.Body[..2000], StringComparison.Ordinal);

            var json = await PostAsync($"/api/models/{WideModel}/predict", Json,
                $$"""{"rows":[{{string.Join(',', Enumerable.Repeat("{}", rows))}}]}""");
            var answer = json.Read<PredictionResponse>();
            Assert.Equal(rows, answer.Predictions.Count);
            Assert.InRange(Assert.Single(answer.Warnings).Count, 500L * rows, (long)WideColumns * rows);
        }
    }

    [Fact]
    public async Task Bad_rows_end_in_a_few_errors()
    {
        var problem = (await PostAsync($"/api/models/{HostileClientFixture.Model}/predict", Json,
            $$"""{"rows":[{{string.Join(',', Enumerable.Repeat("1", 1_000_000))}}]}""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(20, problem.Errors!.Count);
    }

    [Theory]
    [InlineData($"/api/models/{HostileClientFixture.Model}/predict", Csv, "petal\n3\n", "\n")]
    [InlineData($"/api/models/{HostileClientFixture.Model}/evaluate", Csv, "petal,kind\n", "3,rose\n")]
    [InlineData($"/api/models/{HostileClientFixture.Model}/predict", Json, "{\"rows\":[{}", ",{}")]
    public async Task Compressed_body_may_be_a_hundred_times_larger(string path, string type, string start, string repeated)
    {
        using var packed = new MemoryStream();
        await using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(start));
            var part = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, (1 << 20) / repeated.Length)));
            for (var megabyte = 0; megabyte < 40; megabyte++)
            {
                brotli.Write(part);
            }
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        content.Headers.ContentEncoding.Add("br");
        var answer = await WithinBudgetAsync(() => service.SendAsync(HttpMethod.Post, path, content));

        Assert.True(packed.Length < 4_000, $"{packed.Length}");
        Assert.Contains("100 times what was sent and 4 MiB",
            answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_grow_with_what_was_sent()
    {
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 1 << 18)));
        await RefuseAsync("unpacked, it has more than", Gzip([.. Enumerable.Repeat(rows, 40).SelectMany(each => each)]));

        // 5,000 columns and 5,000 rows of one value each.
        await RefuseAsync("as CSV it has more than",
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(row => $$"""{"column{{row}}":1}""" + "\n"))));
    }

    [Theory]
    [InlineData("BAAAAA1")]
    [InlineData("XFE1")]
    [InlineData("A1048577")]
    [InlineData("A130000000")]
    public async Task Cell_beyond_the_end_of_a_sheet_is_refused(string reference)
    {
        var row = $"<row r=\"2\"><c r=\"{reference}\"><v>1</v></c></row>";
        await RefuseAsync($"a workbook ends at column XFD and row 1048576, but this one names '{reference}'", HostileWorkbook.Create(row));
        await RefuseAsync($"names '{new string('A', 20)}...'",
            HostileWorkbook.Create($"<row><c r=\"{new string('A', 3 << 20)}\"><v>1</v></c></row>"));
    }

    [Fact]
    public async Task Workbook_with_very_many_formats_is_refused() =>
        await RefuseAsync("at most 65536 elements 'xf' can be read",
            HostileWorkbook.Create("", $"<styleSheet><cellXfs>{string.Concat(Enumerable.Repeat("<xf/>", 500_000))}</cellXfs></styleSheet>"));

    [Fact]
    public async Task Parquet_footer_that_is_longer_than_the_file_is_refused()
    {
        byte[] file = [.. "PAR1"u8, .. Enumerable.Repeat((byte)0xFF, 1000), 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8];
        await RefuseAsync("its footer is longer than the file", file);
    }

    [Fact]
    public async Task Long_cells_and_names_are_not_repeated_in_answers()
    {
        var cell = new string('x', 1 << 20);
        var uploaded = await WithinBudgetAsync(() => service.UploadAsync(
            "text,y\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{(row % 2 == 0 ? cell : "short")},{row}\n")), ("name", "long-cells")));

        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        Assert.True(uploaded.Body.Length < 20_000, $"{uploaded.Body.Length}");
        Assert.True((await service.GetAsync("/api/datasets")).Body.Length < 20_000);

        var problem = (await service.PostAsync("/api/jobs", $$"""
            { "dataset": "{{HostileClientFixture.Model}}",
              "network": { "layers": [{ "linear": 8, "share": "{{cell}}" }, { "linear": 8, "share": "{{cell}}" }] } }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal("must have 1 to 100 characters", problem.GetErrors("network.layers[0].share"));
    }

    private async Task TrainWideModelAsync()
    {
        var names = string.Join(',', Enumerable.Range(0, WideColumns).Select(column => $"c{column}"));
        var rows = Enumerable.Range(0, 20).Select(row =>
            string.Join(',', Enumerable.Range(0, WideColumns).Select(column => (row * (column + 3)) % 17)) + $",{row}\n");
        await service.UploadAsync($"{names},y\n{string.Concat(rows)}", ("name", WideModel), ("target", "y"));
        var job = await service.RunJobAsync(new JobSpec { Dataset = WideModel, Training = new TrainingSpec { Epochs = 1 } });
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }

    private Task<ApiResponse> PostAsync(string path, string type, string body) =>
        WithinBudgetAsync(() => service.PostAsync(path, body, type));

    private async Task RefuseAsync(string reason, byte[] file)
    {
        var answer = await WithinBudgetAsync(() => service.UploadAsync(file, ("name", "never")));
        Assert.Contains(reason, answer.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file"), StringComparison.Ordinal);
    }

    /// <summary>Sends a request, and asserts that it took little processor time of the service.</summary>
    private async Task<ApiResponse> WithinBudgetAsync(Func<Task<ApiResponse>> send)
    {
        using var process = Process.GetProcessById(service.Process!.Id);
        var before = process.TotalProcessorTime;
        var answer = await send();
        process.Refresh();
        var used = process.TotalProcessorTime - before;
        Assert.True(used < Budget, $"The request took {used.TotalSeconds:f1} s of processor time.");
        return answer;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
