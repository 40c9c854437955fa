using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>One value has one meaning at every door: JSON rows, columns of lists, CSV and /v2.</summary>
public sealed class OneMeaningTests(SharedFixture fixture)
{
    private const string Columns = "Price paid,flag,kind,code,day";

    private static readonly string[] Kinds = ["red", "blue", "green"];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Spellings_of_a_row_predict_the_same_at_every_door()
    {
        var model = await TrainAsync("one-meaning");
        string[][] spellings =
        [
            ["1234.5", "1", "red", "60", "2026-03-04"],
            ["$1,234.50", "yes", " red ", "60.0", "03/04/2026"],
            ["1,234.5", "TRUE", "red", "060", "Mar 4, 2026"],
            [" 1234.50 USD", "1.0", "red", "60", "2026-03-04 00:00:00+00:00"],
        ];
        var expected = (await PredictAsync(model, ToRow(spellings[0]))).Predictions[0].Value!.Value;

        foreach (var cells in spellings.Take(3))
        {
            var byRow = await PredictAsync(model, ToRow(cells));
            Assert.Empty(byRow.Warnings);
            Assert.Equal(expected, byRow.Predictions[0].Value!.Value, 1e-9);
            Assert.Equal(expected, await PredictSplitAsync(model, cells), 1e-9);
            Assert.Equal(expected, await PredictCsvAsync(model, cells), 1e-9);
            Assert.Equal(expected, await InferAsync(model, cells), 1e-6);
        }

        var other = await PredictAsync(model, ToRow(spellings[3]));
        Assert.Equal(["Price paid"], other.Warnings.Select(warning => warning.Column));
        var epoch = await service.PostAsync($"/api/models/{model}/predict",
            """{ "rows": [{ "Price paid": 1234.5, "flag": true, "kind": "red", "code": 60, "day": 1772582400000 }] }""");
        Assert.Equal(expected, epoch.Read<PredictionResponse>().Predictions[0].Value!.Value, 1e-9);
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData("?")]
    [InlineData("")]
    public async Task Usual_marks_are_missing_at_every_door(string mark)
    {
        var model = await TrainAsync("missing-marks");
        string[] cells = [mark, mark, mark, mark, mark];
        var nulls = await service.PostAsync($"/api/models/{model}/predict",
            """{ "rows": [{ "Price paid": null, "flag": null, "kind": null, "code": null, "day": null }] }""");
        var expected = nulls.Read<PredictionResponse>().Predictions[0].Value!.Value;

        var byRow = await PredictAsync(model, ToRow(cells));

        Assert.Empty(byRow.Warnings);
        Assert.Equal(expected, byRow.Predictions[0].Value!.Value, 1e-9);
        Assert.Equal(expected, await PredictCsvAsync(model, cells), 1e-9);
        Assert.Equal(expected, await InferAsync(model, cells), 1e-6);
        var nullTensors = new JsonArray([.. Columns.Split(',').Select(name => (JsonNode)CreateTensor(name, null))]);
        Assert.Equal(expected, await InferAsync(model, nullTensors), 1e-6);
    }

    [Fact]
    public async Task Column_names_may_differ_in_case_and_spaces_and_the_answer_says_so()
    {
        var model = await TrainAsync("near-names");
        var expected = (await PredictAsync(model, ToRow(["7", "0", "blue", "61", "2026-05-06"]))).Predictions[0].Value!.Value;

        var near = await PredictAsync(model, """{ "PRICE PAID ": 7, "Flag": 0, " kind": "blue", "code": 61, "day": "2026-05-06" }""");
        var csv = await service.PostAsync($"/api/models/{model}/predict", "price paid,FLAG,kind,code,day\n7,0,blue,61,2026-05-06\n", "text/csv");
        var wrong = await PredictAsync(model, """{ "Price payd": 7 }""");
        var tensors = await service.PostAsync($"/v2/models/{model}/infer",
            new JsonObject { ["inputs"] = new JsonArray(CreateTensor("Price payd", "7")) }.ToJsonString());

        Assert.Equal(expected, near.Predictions[0].Value!.Value, 1e-9);
        Assert.Equal(["PRICE PAID ", "Flag", " kind"], near.Warnings.Select(warning => warning.Column));
        Assert.Contains("is read as 'Price paid'", near.Warnings[0].Reason, StringComparison.Ordinal);
        Assert.Equal(expected, double.Parse(csv.Body.Split('\n')[1].Split(',')[0], CultureInfo.InvariantCulture), 1e-9);
        Assert.Contains("is read as 'Price paid'", csv.Body, StringComparison.Ordinal);
        Assert.Contains(wrong.Warnings, warning => warning.Reason.Contains("did you mean 'Price paid'?", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, tensors.Status);
        Assert.Contains("Did you mean 'Price paid'?", tensors.Body, StringComparison.Ordinal);
    }

    private async Task<string> TrainAsync(string name)
    {
        var random = new Random(5);
        var rows = new StringBuilder($"{Columns},y\n");
        for (var row = 0; row < 80; row++)
        {
            var (price, flag, kind, code) = (random.Next(1, 400_000) / 100.0, random.Next(2), random.Next(3), 60 + random.Next(3));
            var cells = row % 11 == 10 ? ",,,," : string.Create(
                CultureInfo.InvariantCulture,
                $"\"${price:n2}\",{flag},{Kinds[kind]},{code},{1 + (row % 12)}/{1 + (row % 28)}/2026");
            rows.Append(CultureInfo.InvariantCulture, $"{cells},{(price / 100) + (30 * flag) + (7 * kind) + code:f2}\n");
        }

        var uploaded = await service.UploadAsync(rows.ToString(), ("name", name), ("target", "y"), ("types", """{ "code": "categorical" }"""));
        Assert.True(uploaded.Status is HttpStatusCode.Created or HttpStatusCode.OK, uploaded.Body);
        if (uploaded.Status == HttpStatusCode.Created)
        {
            var job = await service.RunJobAsync(new JobSpec { Dataset = name, Training = new TrainingSpec { Epochs = 2 } });
            Assert.Equal(JobState.Succeeded, job.State);
        }

        return name;
    }

    private static string ToRow(string[] cells) =>
        new JsonObject(Columns.Split(',').Zip(cells, (name, cell) => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(cell)))).ToJsonString();

    private async Task<PredictionResponse> PredictAsync(string model, string row) =>
        (await service.PostAsync($"/api/models/{model}/predict", $$"""{ "rows": [{{row}}] }""")).Read<PredictionResponse>();

    private async Task<double> PredictSplitAsync(string model, string[] cells)
    {
        var body = new { dataframe_split = new { columns = Columns.Split(','), data = new[] { cells } } };
        return (await service.PostAsync($"/api/models/{model}/predict", body)).Read<PredictionResponse>().Predictions[0].Value!.Value;
    }

    private async Task<double> PredictCsvAsync(string model, string[] cells)
    {
        var answer = await service.PostAsync(
            $"/api/models/{model}/predict", $"{Columns}\n{string.Join(',', cells.Select(cell => $"\"{cell}\""))}\n", "text/csv");
        Assert.True(answer.Body.TrimEnd().EndsWith(','), answer.Body);
        return double.Parse(answer.Body.Split('\n')[1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    private Task<double> InferAsync(string model, string[] cells) =>
        InferAsync(model, new JsonArray([.. Columns.Split(',').Zip(cells, (name, cell) => (JsonNode)CreateTensor(name, cell))]));

    private async Task<double> InferAsync(string model, JsonArray inputs)
    {
        var answer = await service.PostAsync($"/v2/models/{model}/infer", new JsonObject { ["inputs"] = inputs }.ToJsonString());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return JsonNode.Parse(answer.Body)!["outputs"]![0]!["data"]![0]!.GetValue<double>();
    }

    private static JsonObject CreateTensor(string name, string? cell) => new()
    {
        ["name"] = name,
        ["datatype"] = "BYTES",
        ["shape"] = new JsonArray(1),
        ["data"] = new JsonArray(JsonValue.Create(cell)),
    };
}
