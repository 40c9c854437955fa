using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hostile;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Limits;

/// <summary>Limits of one request. A request within the limit is accepted.</summary>
public sealed class RequestLimitTests(LimitedServiceFixture fixture) : IClassFixture<LimitedServiceFixture>
{
    private const string Preview = "/api/jobs/preview";
    private const string Predict = $"/api/models/{LimitedServiceFixture.Model}/predict";
    private const string Infer = $"/v2/models/{LimitedServiceFixture.Model}/infer";

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData(Preview, "application/json", LimitedServiceFixture.RequestBytes)]
    [InlineData("/api/recipes/glyphs/jobs", "application/json", LimitedServiceFixture.RequestBytes)]
    [InlineData(Predict, "application/json", LimitedServiceFixture.PredictionBytes)]
    [InlineData(Predict, "text/csv", LimitedServiceFixture.UploadBytes)]
    [InlineData(Infer, "application/json", LimitedServiceFixture.InferenceBytes)]
    public async Task Body_above_its_limit_is_rejected(string path, string contentType, int limit)
    {
        var rejected = await service.PostAsync(path, new string(' ', limit + 1), contentType);
        var accepted = await service.PostAsync(path, new string(' ', limit), contentType);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest), (rejected.Status, accepted.Status));
    }

    [Theory]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.BadRequest)]
    public async Task Spec_above_the_maximum_depth_is_rejected(int blocks, HttpStatusCode status)
    {
        // Four levels for the spec, its network, its list of layers and the first layer. Every block adds two.
        var layer = string.Concat(
            Enumerable.Repeat("""{ "block": [""", blocks)) + """{ "linear": 3 }""" + string.Concat(Enumerable.Repeat("] }", blocks));

        var response = await service.PostAsync(Preview, $$"""{ "dataset": "glyphs", "network": { "layers": [{{layer}}] } }""");

        Assert.True(response.Status == status, response.Body);
        Assert.Equal(status == HttpStatusCode.BadRequest,
            response.Body.Contains($"nested deeper than {LimitedServiceFixture.JsonDepth} levels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Predict, """{ "rows": DEEP }""")]
    [InlineData(Infer, """{ "inputs": [], "of_the_client": DEEP }""")]
    public async Task Prediction_above_the_maximum_depth_is_rejected(string path, string body)
    {
        var rejected = await service.PostAsync(path, body.Replace("DEEP", new string('[', 10) + new string(']', 10), StringComparison.Ordinal));
        var accepted = await service.PostAsync(path, body.Replace("DEEP", new string('[', 9) + new string(']', 9), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, true), (rejected.Status, rejected.Body.Contains("nested deeper than", StringComparison.Ordinal)));
        Assert.DoesNotContain("deeper", accepted.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "rows": [ROWS] }""", "rows")]
    [InlineData("""{ "inputs": { "petal": [VALUES] } }""", "inputs")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal"], "data": [LISTS] } }""", "dataframe_split.data")]
    public async Task Prediction_above_the_maximum_rows_is_rejected(string body, string field)
    {
        var rejected = (await service.PostAsync(Predict, FillTemplate(body, LimitedServiceFixture.Rows + 1)))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        var accepted = await service.PostAsync(Predict, FillTemplate(body, LimitedServiceFixture.Rows));

        Assert.Contains($"at most {LimitedServiceFixture.Rows} rows", rejected.GetErrors(field), StringComparison.Ordinal);
        Assert.Equal(LimitedServiceFixture.Rows, accepted.Read<PredictionResponse>().Predictions.Count);
    }

    [Fact]
    public async Task Inference_above_the_maximum_rows_is_rejected()
    {
        var rejected = await service.PostAsync(Infer, Inputs(LimitedServiceFixture.Rows + 1));
        var accepted = await service.PostAsync(Infer, Inputs(LimitedServiceFixture.Rows));

        Assert.Equal((HttpStatusCode.BadRequest, $"The input 'rows' has 4 rows; there must be 1 to {LimitedServiceFixture.Rows}."),
            (rejected.Status, (string)JsonNode.Parse(rejected.Body)!["error"]!));
        Assert.True(accepted.Status == HttpStatusCode.OK, accepted.Body);

        static string Inputs(int rows) => $$"""
            { "inputs": [{ "name": "rows", "datatype": "BYTES", "shape": [{{rows}}, 5],
              "data": [{{string.Join(',', Enumerable.Repeat("\"\"", 5 * rows))}}] }] }
            """;
    }

    [Fact]
    public async Task Table_above_the_maximum_columns_is_rejected()
    {
        var rejected = await service.UploadAsync(Table(LimitedServiceFixture.Columns + 1), ("name", "wide"));
        var accepted = await service.UploadAsync(Table(LimitedServiceFixture.Columns), ("name", "wide"));

        Assert.Contains($"has 8 columns; at most {LimitedServiceFixture.Columns}",
            rejected.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, accepted.Status);

        static string Table(int columns) => string.Concat(Enumerable.Range(
            0, 4).Select(row => string.Join(',', Enumerable.Range(0, columns).Select(column => row == 0 ? $"c{column}" : $"{row * column}")) + "\n"));
    }

    [Theory]
    [InlineData(""" "network": { "hidden": [400] } """, """ "network": { "hidden": [300] } """, "network", "it may have at most 300,000")]
    [InlineData(
        """ "training": { "epochs": 100002 } """, """ "training": { "epochs": 100001 } """, "training.epochs", "must be a whole number, 1 to 100001")]
    public async Task Spec_above_the_maximum_parameters_or_epochs_is_rejected(string tooLarge, string valid, string field, string reason)
    {
        var rejected = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", {{tooLarge}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        var accepted = await service.PostAsync(Preview, $$"""{ "dataset": "glyphs", {{valid}} }""");

        Assert.Contains(reason, rejected.GetErrors(field), StringComparison.Ordinal);
        Assert.True(accepted.Status == HttpStatusCode.OK, accepted.Body);
    }

    [Fact]
    public async Task Problem_has_at_most_a_thousand_errors()
    {
        var fields = string.Join(',', Enumerable.Range(0, 1_500).Select(field => $"\"f{field}\":1"));

        var problem = (await service.PostAsync("/api/jobs", $"{{{fields}}}")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(1_000, problem.Errors!.Count);
    }

    [Fact]
    public async Task Form_above_the_maximum_parts_is_rejected()
    {
        var rejected = await service.UploadAsync("a,b\n1,2\n", Enumerable.Range(0, 100).Select(part => ($"field{part}", "")));

        Assert.Contains("more than 100 parts", rejected.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_above_the_maximum_of_concurrent_uploads_is_rejected()
    {
        // An earlier test's upload may still hold the place for a moment.
        using (await Deadline.UntilAsync(StartUploadAsync, slow => slow is not null))
        {
            var rejected = await UploadAsync();

            var key = await service.Client.Access.CreateKeyAsync(new KeyRequest { Scopes = [Scope.Train] }, TestContext.Current.CancellationToken);
            await using (var other = service.WithKey(key.Secret))
            {
                // A slow caller takes only its own places. The file is refused later, for its content.
                Assert.Contains("it is empty", (await other.UploadAsync("", ("name", "small"))).ShouldBeProblem(HttpStatusCode.BadRequest)
                    .GetErrors("file"), StringComparison.Ordinal);
            }

            Assert.Equal(TimeSpan.FromSeconds(5), rejected.RetryAfter);
            Assert.Contains("Too many files are being uploaded. At most 1 may be by one caller",
                rejected.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        }

        await Deadline.UntilAsync(UploadAsync, response => response.Status is HttpStatusCode.OK or HttpStatusCode.Created);

        Task<ApiResponse> UploadAsync() => service.UploadAsync("a,b\n1,2\n3,5\n", ("name", "small"));
    }

    /// <summary>
    /// Sends the head of an upload and no body. The server answers 100 when it reads the body, which it does only after the upload has got a place.
    /// </summary>
    /// <returns>The connection, or null if the upload got no place.</returns>
    private async Task<RawTcpClient?> StartUploadAsync()
    {
        var client = await RawTcpClient.SendAsync(service.Address, "POST /api/datasets HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
            + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n");
        if (await client.ReadStatusLineAsync() == "HTTP/1.1 100 Continue")
        {
            return client;
        }

        client.Dispose();
        return null;
    }

    [Fact]
    public async Task Job_above_the_maximum_of_active_jobs_is_rejected()
    {
        var spec = JsonNode.Parse("""{ "dataset": "glyphs", "network": { "hidden": [16] }, "training": { "epochs": 100000, "device": "cpu" } }""")!;

        // Concurrent requests may reject each other, but never more jobs are accepted than the limit allows.
        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.PostAsync("/api/jobs", spec)));
        var jobs = responses.Where(response => response.Status == HttpStatusCode.Accepted).Select(response => response.Read<Job>().Id).ToList();
        Assert.InRange(jobs.Count, 0, LimitedServiceFixture.Jobs);
        while (jobs.Count < LimitedServiceFixture.Jobs)
        {
            jobs.Add((await service.PostAsync("/api/jobs", spec)).Read<Job>().Id);
        }

        var ended = (await service.GetAsync<Page<Job>>("/api/jobs?state=succeeded")).Items[0].Id;
        foreach (var path in new[] { "/api/jobs", "/api/recipes/glyphs/jobs", $"/api/jobs/{ended}/resume" })
        {
            var rejected = await service.PostAsync(path, path.EndsWith("resume", StringComparison.Ordinal) ? "{}" : spec.ToJsonString());

            Assert.Equal(TimeSpan.FromSeconds(10), rejected.RetryAfter);
            Assert.Contains("2 jobs that wait or run", rejected.ShouldBeProblem(HttpStatusCode.TooManyRequests).Detail, StringComparison.Ordinal);
        }

        await service.PostAsync($"/api/jobs/{jobs[0]}/cancel");
        await service.WaitForEndAsync(jobs[0]);
        var accepted = await service.PostAsync("/api/jobs", spec);

        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        foreach (var id in jobs.Append(accepted.Read<Job>().Id))
        {
            await service.PostAsync($"/api/jobs/{id}/cancel");
            await service.WaitForEndAsync(id);
        }
    }

    private static string FillTemplate(string body, int count) => body
        .Replace("ROWS", string.Join(',', Enumerable.Repeat("""{ "petal": 3 }""", count)), StringComparison.Ordinal)
        .Replace("VALUES", string.Join(',', Enumerable.Repeat("3", count)), StringComparison.Ordinal)
        .Replace("LISTS", string.Join(',', Enumerable.Repeat("[3]", count)), StringComparison.Ordinal);
}
