using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>The exact JSON of <c>/v2</c>: names and order of fields, and escaping of strings.</summary>
public sealed partial class InferenceJsonTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;
    private readonly string name = fixture.Job.Model;

    [Fact]
    public async Task Server_responses_have_the_exact_JSON()
    {
        var version = (string?)JsonNode.Parse(await GetBodyAsync("/v2"))!["version"];

        Assert.Equal(
            ToOneLine($$"""
                {"name":"learnml","version":"{{version}}",
                "extensions":["binary_tensor_data","model_repository","model_configuration","statistics"]}
                """),
            await GetBodyAsync("/v2"));
        Assert.Equal("""{"live":true}""", await GetBodyAsync("/v2/health/live"));
        Assert.Equal("""{"ready":true}""", await GetBodyAsync("/v2/health/ready"));
        Assert.Matches("""^\{"models":\["[^\]]*"\]\}$""", await GetBodyAsync("/v2/models"));
        Assert.Equal("""{"error":"There is no route GET /v2/%C3%BC%3C'%22."}""", (await service.GetAsync("/v2/ü<'%22")).Body);
        Assert.Equal("""{"error":"There is no model 'ü<'."}""", (await service.GetAsync("/v2/models/ü<")).Body);
    }

    [Fact]
    public async Task Model_responses_have_the_exact_JSON()
    {
        var batch = (int)JsonNode.Parse(await GetBodyAsync($"/v2/models/{name}/config"))!["max_batch_size"]!;

        Assert.Equal($$"""{"name":"{{name}}","ready":true}""", await GetBodyAsync($"/v2/models/{name}/ready"));
        Assert.Equal(
            ToOneLine($$"""
                {"name":"{{name}}","versions":["1"],"platform":"learnml_torch",
                "inputs":[{"name":"instances","datatype":"FP32","shape":[-1,784]}],
                "outputs":[{"name":"label","datatype":"BYTES","shape":[-1,1]},
                {"name":"class_index","datatype":"INT64","shape":[-1,1]},
                {"name":"probabilities","datatype":"FP32","shape":[-1,10]}]}
                """),
            await GetBodyAsync($"/v2/models/{name}"));
        Assert.Equal(
            ToOneLine($$$"""
                {"name":"{{{name}}}","platform":"learnml_torch","backend":"learnml",
                "version_policy":{"latest":{"num_versions":1}},"max_batch_size":{{{batch}}},
                "input":[{"name":"instances","data_type":"TYPE_FP32","dims":[784]}],
                "output":[{"name":"label","data_type":"TYPE_STRING","dims":[1]},
                {"name":"class_index","data_type":"TYPE_INT64","dims":[1]},
                {"name":"probabilities","data_type":"TYPE_FP32","dims":[10]}]}
                """),
            await GetBodyAsync($"/v2/models/{name}/config"));
        Assert.Contains(
            $$"""{"name":"{{name}}","version":"1","state":"READY","reason":""}""",
            (await service.PostAsync("/v2/repository/index", "{}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inference_and_statistics_responses_have_the_exact_JSON()
    {
        const string Zero = """{"count":0,"ns":0}""";
        var zeros = string.Join(',', Enumerable.Repeat(0, 784));
        var input = $$"""[{ "name": "instances", "shape": [1, 784], "datatype": "UINT8", "data": [{{zeros}}] }]""";

        var response = await service.PostAsync(
            $"/v2/models/{name}/infer", $$"""{ "id": "ü<'", "inputs": {{input}}, "outputs": [{ "name": "class_index" }, { "name": "label" }] }""");
        var statistics = Number().Replace(await GetBodyAsync($"/v2/models/{name}/versions/1/stats"), "0");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ToOneLine($$"""
                {"model_name":"{{name}}","model_version":"1","id":"\u00FC\u003C\u0027","outputs":[
                {"name":"class_index","datatype":"INT64","shape":[1,1],"data":[#]},
                {"name":"label","datatype":"BYTES","shape":[1,1],"data":[#]}]}
                """),
            DataField().Replace(response.Body, """ "data":[#]""".TrimStart()));
        Assert.Equal(
            ToOneLine($$"""
                {"model_stats":[{"name":"{{Number().Replace(name, "0")}}","version":"0","last_inference":0,
                "inference_count":0,"execution_count":0,"inference_stats":{"success":{{Zero}},"fail":{{Zero}},"queue":{{Zero}},
                "compute_input":{{Zero}},"compute_infer":{{Zero}},"compute_output":{{Zero}},
                "cache_hit":{{Zero}},"cache_miss":{{Zero}} },"batch_stats":[]}]}
                """).Replace("} }", "}}", StringComparison.Ordinal),
            statistics);
    }

    private static string ToOneLine(string json) => json.ReplaceLineEndings("");

    private async Task<string> GetBodyAsync(string path)
    {
        var response = await service.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.Status, response.ContentType));
        return response.Body;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("\"data\":\\[[^\\]]*\\]")]
    private static partial Regex DataField();
}
