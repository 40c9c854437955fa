using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Inference;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>An input near the largest float32 number can lead to an output of the network that is not finite.</summary>
public sealed class NonFinitePredictionTests(SharedFixture fixture)
{
    private const string Model = "overflows";
    private const string Reason = "the prediction is not a finite number";
    private const string GoodRow = """{ "petal": 5, "sepal": 5, "colour": "red", "garden": "g1", "kind": "rose" }""";

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Non_finite_prediction_names_the_row_in_every_format()
    {
        var large = await GetLargeInputAsync();

        var json = await service.PostAsync($"/api/models/{Model}/predict", $$"""{ "rows": [{{GoodRow}}, {"petal": {{large}}}] }""");
        var csv = await service.PostAsync($"/api/models/{Model}/predict", $"petal,sepal\n5,5\n{large},5\n", "text/csv");
        var infer = await service.PostAsync($"/v2/models/{Model}/infer", $$"""{ "inputs": [{ "name": "rows", "datatype": "BYTES", "shape": [2,"""
            + $$""" 5], "data": ["5", "5", "red", "g1", "rose", "{{large}}", "", "", "", ""] }] }""");
        var texts = BinaryInferenceRequest.EncodeStrings("5", "5", "red", "g1", "rose", large, "", "", "", "");
        var (binary, _, _) = await BinaryInferenceRequest.SendAsync(service.Address, $"/v2/models/{Model}/infer", new JsonObject
        {
            ["parameters"] = new JsonObject { ["binary_data_output"] = true },
            ["inputs"] = new JsonArray(BinaryInferenceRequest.CreateInput("rows", "BYTES", texts.Length, 2, 5)),
        }, texts);

        Assert.Contains(Reason, json.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("rows[1]"), StringComparison.Ordinal);
        var body = csv.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("body");
        Assert.StartsWith("line 3: ", body, StringComparison.Ordinal);
        Assert.Contains(Reason, body, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "application/json"), (infer.Status, infer.ContentType));
        Assert.Contains("no prediction for row 1: ", infer.Body, StringComparison.Ordinal);
        Assert.Contains("no prediction for row 1: ", (string?)binary["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batched_requests_get_their_own_response()
    {
        var large = await GetLargeInputAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(index =>
            service.PostAsync($"/api/models/{Model}/predict", $$"""{ "rows": [{{(index % 2 == 0 ? GoodRow : $$"""{"petal": {{large}}}""")}}] }""")));

        Assert.All(responses.Index(),
            response => Assert.Equal(response.Index % 2 == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.Item.Status));
    }

    /// <summary>
    /// Returns a value of petal that makes the output infinite. The model is linear, so the sign of the weight decides the sign of the value. The
    /// first call trains the model.
    /// </summary>
    private async Task<string> GetLargeInputAsync()
    {
        if ((await service.GetAsync($"/api/models/{Model}")).Status == HttpStatusCode.NotFound)
        {
            await service.UploadAsync(FlowersTable.Csv, ("name", Model), ("target", "price"));
            await service.RunJobAsync(SampleSpecs.Quick with
            {
                Dataset = Model,
                Model = Model,
                Network = new NetworkSpec { Hidden = [], Initialization = new InitializationSpec { Kind = InitializationKind.Normal, Std = 100 } },
                Preprocessing = new PreprocessingSpec { Target = TargetTransform.Log },
            });
        }

        var weights = await service.GetAsync<ParameterValues>($"/api/models/{Model}/parameters/0.weight");
        return new StringBuilder(weights.Values[0] > 0 ? "" : "-").Append('3').Append('0', 38).ToString();
    }
}
