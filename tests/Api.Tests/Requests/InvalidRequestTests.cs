using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Requests;

public sealed class InvalidRequestTests(SharedFixture fixture)
{
    private const int TooLargeBodyBytes = 31_000_000;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("", "is empty or null; send a JSON object")]
    [InlineData("null", "is empty or null; send a JSON object")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("7", "must be a JSON object")]
    [InlineData("\"glyphs\"", "must be a JSON object")]
    public async Task Body_that_is_not_an_object_is_rejected(string body, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(reason, problem.GetErrors("$"));
    }

    [Theory]
    [InlineData("{", "line 1, column 2: the end is missing: a bracket is not closed.")]
    [InlineData("{\"dataset\": \"gly\nphs\"}", "a string has a line break; write \\n.")]
    [InlineData("{\"a\": 01}", "a number does not begin with 0, unless it is 0 or has a decimal point after it.")]
    [InlineData("glyphs", "line 1, column 1: a word is not expected here; JSON knows only true, false and null.")]
    [InlineData("""{ "dataset": "glyphs" """, "line 1, column 23: the end is missing: a bracket is not closed.")]
    [InlineData("""{ "dataset": "gly""", "the end is missing: a string or a bracket is not closed.")]
    [InlineData("""{ "dataset": "glyphs", }""", "line 1, column 24: a comma stands before the closing bracket; remove it.")]
    [InlineData("{\n  \"dataset\": \"glyphs\"\n} extra", "line 3, column 3: there is more text after the JSON; send one JSON value.")]
    [InlineData("""{ "dataset": "glyphs", "optimizer": { "learningRate": NaN } }""", "JSON knows only true, false and null.")]
    [InlineData("""{ 'dataset': 'glyphs' }""", "line 1, column 3: strings and names need double quotes, not single ones.")]
    [InlineData("""{ dataset: "glyphs" }""", "line 1, column 3: a name in double quotes is expected, and not d.")]
    [InlineData("""{ "dataset": "glyphs" "target": 1 }""", "line 1, column 23: a comma or a closing bracket is expected, and not a double quote.")]
    [InlineData("""{ "dataset": "glyphs" /* comment */ }""", "line 1, column 23: comments are not allowed.")]
    [InlineData("""{ "dataset": "\ud800" }""", "a string has half of a surrogate pair.")]
    [InlineData("""{ "\ud800": "glyphs" }""", "a string has half of a surrogate pair.")]
    public async Task Body_that_is_not_JSON_is_rejected_with_what_to_change(string body, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.StartsWith("The body is not JSON: ", problem.Detail, StringComparison.Ordinal);
        Assert.EndsWith(reason, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "dataset": "glyphs", "dataset": "glyphs" }""")]
    [InlineData("""{ "dataset": "glyphs", "training": { "seed": 1, "seed": 2 } }""")]
    public async Task Duplicate_key_is_rejected(string body)
    {
        var problem = (await service.PostAsync("/api/jobs", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Matches("The body is not JSON: the field '(dataset|seed)' appears twice.", problem.Detail);
    }

    [Theory]
    [InlineData("/api/jobs")]
    [InlineData("/api/recipes/glyphs/jobs")]
    public async Task Body_that_is_not_UTF_8_is_rejected(string path)
    {
        byte[] body = [.. "{\""u8, 0xff, .. "\": 1}"u8];

        (await service.PostAsync(path, body)).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/jobs")]
    [InlineData("/api/recipes/glyphs/jobs")]
    public async Task JSON_that_is_nested_too_deep_is_rejected(string path)
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));

        (await service.PostAsync(path, body)).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/jobs", "text/plain", "application/json")]
    [InlineData("/api/jobs", "application/x-www-form-urlencoded", "application/json")]
    [InlineData("/api/recipes/glyphs/jobs", "text/plain", "application/json")]
    [InlineData("/api/models/any/predict", "text/plain", "application/json or text/csv")]
    [InlineData("/api/datasets", "application/json", "multipart/form-data")]
    [InlineData("/api/jobs", null, "application/json")]
    public async Task Body_with_another_content_type_is_rejected_with_the_right_one(string path, string? contentType, string expected)
    {
        var problem = (await service.PostAsync(path, "{}", contentType)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);

        Assert.Equal($"Send the header Content-Type: {expected}; the request has {contentType ?? "none"}.", problem.Detail);
    }

    [Theory]
    [InlineData("/api/jobs")]
    [InlineData("/api/recipes/glyphs/jobs")]
    public async Task Body_that_is_too_large_is_rejected(string path) =>
        (await service.PostAsync(path, new byte[TooLargeBodyBytes])).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("GET", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11")]
    [InlineData("GET", "/api/jobs/not-an-id")]
    [InlineData("GET", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11/metrics")]
    [InlineData("GET", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11/report")]
    [InlineData("POST", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11/stop")]
    [InlineData("POST", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11/cancel")]
    [InlineData("POST", "/api/jobs/not-an-id/stop")]
    [InlineData("DELETE", "/api/jobs/8b0b9b8e-0f8e-4c55-8e10-1e4ed2fa1a11")]
    [InlineData("GET", "/api/models/nothing")]
    [InlineData("GET", "/api/models/nothing/versions/1")]
    [InlineData("GET", "/api/models/nothing/versions/one")]
    [InlineData("GET", "/api/models/nothing/versions/99999999999")]
    [InlineData("GET", "/api/jobs/xyz")]
    [InlineData("GET", "/api/datasets/cats")]
    [InlineData("GET", "/api/datasets/cats/rows")]
    [InlineData("GET", "/api/recipes/cats")]
    [InlineData("GET", "/api/nothing")]
    public async Task Unknown_resource_is_a_problem(string method, string path) =>
        Assert.NotEmpty((await service.SendAsync(HttpMethod.Parse(method), path)).ShouldBeProblem(HttpStatusCode.NotFound).Detail!);

    [Theory]
    [InlineData("/api/jobs?take=0", "take")]
    [InlineData("/api/jobs?take=201", "take")]
    [InlineData("/api/jobs?skip=-1", "skip")]
    [InlineData("/api/jobs?state=done", "state")]
    [InlineData("/api/datasets/glyphs/rows?take=1001", "take")]
    [InlineData("/api/datasets/glyphs/rows?skip=-1", "skip")]
    [InlineData("/api/datasets/glyphs/rows?part=all", "part")]
    public async Task Query_parameter_out_of_range_is_named(string path, string parameter) =>
        Assert.Equal([parameter], (await service.GetAsync(path)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Theory]
    [InlineData("/api/jobs?take=ten")]
    [InlineData("/api/jobs?skip=99999999999")]
    [InlineData("/api/jobs?oldestFirst=perhaps")]
    [InlineData("/api/datasets/glyphs/rows?take=1.5")]
    public async Task Query_parameter_of_another_type_is_rejected(string path) =>
        (await service.GetAsync(path)).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Unsupported_method_is_a_problem() =>
        (await service.SendAsync(HttpMethod.Put, "/api/jobs")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed);

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/jobs/not-an-id")]
    [InlineData("/api/jobs?take=ten")]
    [InlineData("/api/jobs?take=0")]
    [InlineData("/api/models/nothing")]
    public async Task Browser_gets_problems_as_JSON(string path)
    {
        var response = await service.SendAsync(HttpMethod.Get, path, accept: "text/html");

        response.ShouldBeProblem(response.Status);
        Assert.InRange((int)response.Status, 400, 499);
    }

    [Fact]
    public async Task Service_still_trains_after_many_invalid_requests()
    {
        var nonsense = Enumerable.Range(0, 200).Select(seed =>
        {
            var body = new byte[1 + (seed * 7)];
            new Random(seed).NextBytes(body);
            return service.PostAsync(seed % 2 == 0 ? "/api/jobs" : "/api/recipes/glyphs/jobs", body);
        });

        foreach (var response in await Task.WhenAll(nonsense))
        {
            response.ShouldBeProblem(HttpStatusCode.BadRequest);
        }

        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
    }
}
