using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Fuzzing;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>
/// Sends damaged requests to every prediction route. Each is answered or rejected, and valid ones among them get the right predictions.
/// </summary>
public sealed partial class PredictionFuzzTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int Seed = 20261123;
    private const int Clients = 8;
    private const int GoodRequestInterval = 100;
    private const string JsonLengthHeader = "Inference-Header-Content-Length";

    private static readonly int Requests = LongRuns.Choose(normal: 5_000, whenLong: 100_000);

    private static readonly HttpStatusCode[] RejectionStatuses =
        [HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Damaged_requests_are_rejected_and_good_ones_are_answered()
    {
        var examples = await CreateExamplesAsync();
        using var first = new RawHttpConnection(service.Address);
        var expected = examples.Select(example =>
        {
            var (status, _, response) = Send(first, example, example.Body);
            Assert.True(status == HttpStatusCode.OK, $"{example.Path}: {response}");
            return response;
        }).ToList();
        var counts = new ConcurrentDictionary<HttpStatusCode, int>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Factory.StartNew(
            () => SendShare(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Seed {Seed}: {string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Value} x {(int)count.Key}"))}");
        Assert.True(counts[HttpStatusCode.BadRequest] > Requests / 2);
        Assert.True(counts[HttpStatusCode.OK] > Requests / GoodRequestInterval);

        void SendShare(int client)
        {
            using var http = new RawHttpConnection(service.Address);
            for (var request = client; request < Requests; request += Clients)
            {
                var random = new Random(Seed + request);
                var (index, isGood) = (random.Next(examples.Count), request % GoodRequestInterval == 0);
                var body = isGood ? examples[index].Body : new ByteMutator(random).Mutate(examples[index].Body);
                var (status, contentType, response) = Send(http, examples[index], body);
                counts.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (isGood)
                {
                    AssertNearlyEqual(expected[index], response);
                }
                else if (status != HttpStatusCode.OK)
                {
                    AssertRejected(examples[index].Path, status, contentType, response, body);
                }
            }
        }
    }

    /// <summary>Compares two responses. The last bits of their numbers may differ, because they depend on the batch size.</summary>
    private static void AssertNearlyEqual(string expected, string actual)
    {
        Assert.Equal(Number().Replace(expected, "#"), Number().Replace(actual, "#"));
        Assert.All(Numbers(expected).Zip(Numbers(actual)), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));

        static IEnumerable<double> Numbers(string response) =>
            Number().Matches(response).Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(?<![\w.-])-?\d+(\.\d+)?([eE][+-]?\d+)?(?![\w-])")]
    private static partial Regex Number();

    private static void AssertRejected(string path, HttpStatusCode status, string? contentType, string response, byte[] body)
    {
        var description = $"{path}: {status} {response} to {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2000)))}";
        Assert.True(RejectionStatuses.Contains(status), description);
        var isProtocol = path.StartsWith("/v2", StringComparison.Ordinal);
        Assert.True(contentType == (isProtocol ? "application/json" : "application/problem+json"), description);
        Assert.True(JsonNode.Parse(response)![isProtocol ? "error" : "title"] is not null, description);
        Assert.DoesNotContain("   at ", response, StringComparison.Ordinal);
    }

    private static (HttpStatusCode Status, string? ContentType, string Body) Send(RawHttpConnection http, Example example, byte[] body)
    {
        var response = http.Send(new RawHttpRequest("POST", example.Path)
        {
            ContentType = example.ContentType,
            Header = example.JsonLength is null ? null : $"{JsonLengthHeader}: {example.JsonLength}",
            Body = body,
        });
        return ((HttpStatusCode)response.Status, response.ContentType, Encoding.UTF8.GetString(response.Body.Span));
    }

    private async Task<IReadOnlyList<Example>> CreateExamplesAsync()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "fuzzed"));
        var table = (await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "fuzzed", Target = "kind" })).Model;
        var prices = (await service.RunJobAsync(SampleSpecs.Quick with
        {
            Dataset = "fuzzed",
            Target = "price",
            Model = "prices",
            Network = new NetworkSpec { Hidden = [] },
            Preprocessing = new PreprocessingSpec { Target = TargetTransform.Log },
        })).Model;
        var images = (await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() })).Model;
        await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{table}/aliases/live", """{ "version": 1 }""");
        var pixels = (await TestImages.TakeAsync(service, 1))[0].Pixels!;
        var image = JsonSerializer.Serialize(pixels);
        const string Row = """{ "petal": 9, "sepal": 5.5, "colour": "red", "garden": "g1", "price": 40 }""";
        const string Columns = """
            { "name": "petal", "datatype": "FP64", "shape": [1], "data": [9] },
            { "name": "sepal", "datatype": "FP32", "shape": [1, 1], "data": [[5.5]] },
            { "name": "colour", "datatype": "BYTES", "shape": [1], "data": ["red"] },
            { "name": "garden", "datatype": "BYTES", "shape": [1], "data": ["g1"] },
            { "name": "price", "datatype": "INT32", "shape": [1], "data": [40] }
            """;
        var header = Encoding.UTF8.GetBytes("""
            {"id":"a","inputs":[{"name":"instances","datatype":"FP32","shape":[1,784],"parameters":{"binary_data_size":3136}}],
            "outputs":[{"name":"label"}]}
            """);
        return
        [
            CreateJsonExample($"/api/models/{images}/predict", $$"""{ "instances": [{{image}}] }"""),
            CreateJsonExample($"/api/models/{images}/versions/1/predict", $$"""{ "inputs": {{image}} }"""),
            CreateJsonExample($"/api/models/{images}/predict", $$"""{ "dataframe_split": { "data": [{{image}}] } }"""),
            CreateJsonExample($"/api/models/{table}/predict", $$"""{ "rows": [{{Row}}, {{Row}}] }"""),
            CreateJsonExample($"/api/models/{table}/predict?strict=true", $$"""{ "dataframe_records": [{{Row}}] }"""),
            CreateJsonExample($"/api/models/{table}/aliases/live/predict",
                """{ "dataframe_split": { "columns": ["petal", "sepal", "colour", "garden", "price"], "data": [[9, 5.5, "red", "g1", 40]] } }"""),
            CreateJsonExample($"/api/models/{table}/predict",
                """{ "inputs": { "petal": [9, 1], "sepal": [5.5, null], "colour": ["red", "blue"], "garden": ["g1", "g2"], "price": [40, 3] } }"""),
            CreateJsonExample($"/api/models/{prices}/predict",
                """{ "rows": [{ "petal": 9, "sepal": 5.5, "colour": "red", "garden": "g1", "kind": "rose" }] }"""),
            new Example($"/api/models/{prices}/predict", "text/csv",
                "petal,sepal,colour,garden,kind\n9,5.5,red,g1,rose\n1,2,blue,g2,daisy\n"u8.ToArray()),
            CreateJsonExample($"/v2/models/{prices}/infer",
                """{ "inputs": [{ "name": "rows", "datatype": "BYTES", "shape": [1, 5], "data": ["9", "5.5", "red", "g1", "rose"] }] }"""),
            new Example($"/api/models/{table}/predict", "text/csv", "petal,sepal,colour,garden,price\n9,5.5,red,g1,40\n1,NA,blue,g2,3\n"u8.ToArray()),
            CreateJsonExample($"/v2/models/{images}/infer",
                $$"""{ "inputs": [{ "name": "instances", "datatype": "UINT8", "shape": [1, 784], "data": {{image}} }] }"""),
            CreateJsonExample($"/v2/models/{table}/versions/1/infer", $$"""{ "inputs": [{{Columns}}], "outputs": [{ "name": "probabilities" }] }"""),
            new Example($"/v2/models/{images}/infer", "application/octet-stream",
                [.. header, .. pixels.SelectMany(pixel => BitConverter.GetBytes((float)pixel))])
            {
                JsonLength = header.Length.ToString(CultureInfo.InvariantCulture),
            },
        ];
    }

    private static Example CreateJsonExample(string path, string body) => new(path, "application/json", Encoding.UTF8.GetBytes(body));

    private sealed record Example(string Path, string ContentType, byte[] Body)
    {
        public string? JsonLength { get; init; }
    }
}
