using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>Dates, times of day and numbers in brackets mean the same at every door. A CSV file may have a title and row numbers.</summary>
public sealed class DateDoorsTests(SharedFixture fixture)
{
    private static readonly string[] Names = ["day", "time", "profit"];

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("4. März 2026", "9:45", "-7")]
    [InlineData("4 mars 2026", "09:45", "(7)")]
    [InlineData("1772582400", "9:45 AM", "(7.0)")]
    [InlineData("1772582400000", "9:45:00", "-7.0")]
    [InlineData("20260304", "09:45:00.000", "-7")]
    [InlineData("20260304.0", "09:45", "-7")]
    public async Task Spellings_predict_the_same(string day, string time, string profit)
    {
        var model = await TrainAsync();
        var expected = await PredictAsync(model, ["2026-03-04", "09:45", "-7"]);

        Assert.Equal(expected, await PredictAsync(model, [day, time, profit]), 1e-9);
        Assert.Equal(expected, await PredictCsvAsync(model, "day,time,profit\n", $"{day},{time},{profit}\n"), 1e-9);
        Assert.Equal(expected, await PredictCsvAsync(model, "New shops\n\n,day,time,profit\n", $"0,{day},{time},{profit}\n"), 1e-9);
        Assert.Equal(expected, await InferAsync(model, [day, time, profit]), 1e-6);
    }

    [Theory]
    [InlineData("20260304")]
    [InlineData("20260304.0")]
    [InlineData("1772582400")]
    [InlineData("1772582400000")]
    public async Task Number_predicts_as_its_date(string number)
    {
        var model = await TrainAsync();
        var expected = await PredictAsync(model, ["2026-03-04", "09:45", "-7"]);

        Assert.Equal(expected, await PredictJsonAsync(model, $$"""{"rows":[{"day":{{number}},"time":"09:45","profit":-7}]}"""), 1e-9);
        Assert.Equal(expected, await PredictJsonAsync(model,
            $$$"""{"dataframe_split":{"columns":["day","time","profit"],"data":[[{{{number}}},"09:45",-7]]}}"""), 1e-9);
        Assert.Equal(expected, await InferAsync(model, ["09:45", "-7"], ("FP64", number)), 1e-6);
        Assert.Equal(expected, await InferAsync(model, ["09:45", "-7"], ("INT64", number.Replace(".0", "", StringComparison.Ordinal))), 1e-6);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2023")]
    [InlineData("44990")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("20261399")]
    public async Task Number_that_is_no_date_is_missing_with_a_warning(string number)
    {
        var model = await TrainAsync();
        var body = $$"""{"rows":[{"day":{{number}},"time":"09:45","profit":-7}]}""";

        var answer = (await service.PostAsync($"/api/models/{model}/predict", body)).Read<PredictionResponse>();
        var csv = (await service.PostAsync($"/api/models/{model}/predict", $"day,time,profit\n{number},09:45,-7\n", "text/csv")).Body;

        Assert.StartsWith($"{number} is not a date: a number must be eight digits", answer.Warnings.Single().Reason, StringComparison.Ordinal);
        Assert.Contains($"day: '{number}' is not a date", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Date_in_a_column_of_times_and_a_censored_number_are_missing_with_a_warning()
    {
        var model = await TrainAsync();

        var answer = await service.PostAsync($"/api/models/{model}/predict", ToRows(["2026-03-04", "2026-03-04 09:45", "6+"]));

        Assert.Equal(["'2026-03-04 09:45' is not a time of day", "'6+' is not a number"],
            answer.Read<PredictionResponse>().Warnings.Select(warning => warning.Reason));
    }

    /// <summary>The export is compared with the model on random rows; a difference would refuse it.</summary>
    [Fact]
    public async Task Model_of_times_can_be_exported_and_its_example_row_predicted()
    {
        var model = await TrainAsync();

        var (file, _) = await service.DownloadAsync($"/api/models/{model}/versions/1/download?format=onnx");
        var schema = JsonNode.Parse((await service.GetAsync($"/api/models/{model}/schema")).Body)!;
        var example = await service.PostAsync(
            $"/api/models/{model}/predict", new JsonObject { ["rows"] = new JsonArray(schema["examples"]![0]!.DeepClone()) }.ToJsonString());

        Assert.NotEmpty(file);
        Assert.Empty(example.Read<PredictionResponse>().Warnings);
        Assert.Equal("A time of day, such as 21:30.", (string?)schema["properties"]!["time"]!["description"]);
    }

    private async Task<string> TrainAsync()
    {
        const string Name = "date-doors";
        var rows = Enumerable.Range(0, 80).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{1 + (row % 28)}. {(row % 2 == 0 ? "Mai" : "Dez.")} 2026,{row % 24}:{row % 60:00},"
            + $"{(row % 3 == 0 ? $"({row % 9})" : $"{row % 9}")},{row % 7}.5\n"));
        var uploaded = await service.UploadAsync("Shops\nday,time,profit,y\n" + string.Concat(rows), ("name", Name), ("target", "y"));
        if (uploaded.Status == HttpStatusCode.Created)
        {
            Assert.Equal([ColumnType.Date, ColumnType.Date, ColumnType.Numeric, ColumnType.Numeric],
                uploaded.Read<DatasetProfile>().Table!.Columns.Select(column => column.Type));
            var job = await service.RunJobAsync(new JobSpec { Dataset = Name, Training = new TrainingSpec { Epochs = 2 } });
            Assert.Equal(JobState.Succeeded, job.State);
        }

        return Name;
    }

    private static string ToRows(string[] cells) => new JsonObject
    {
        ["rows"] = new JsonArray(new JsonObject(Names.Zip(cells, (name, cell) => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(cell))))),
    }.ToJsonString();

    private Task<double> PredictAsync(string model, string[] cells) => PredictJsonAsync(model, ToRows(cells));

    private async Task<double> PredictJsonAsync(string model, string body)
    {
        var answer = (await service.PostAsync($"/api/models/{model}/predict", body)).Read<PredictionResponse>();
        Assert.Empty(answer.Warnings);
        return answer.Predictions[0].Value!.Value;
    }

    private async Task<double> PredictCsvAsync(string model, string header, string row)
    {
        var answer = await service.PostAsync($"/api/models/{model}/predict", header + row, "text/csv");
        Assert.True(answer.Status == HttpStatusCode.OK && answer.Body.TrimEnd().EndsWith(','), answer.Body);
        return double.Parse(answer.Body.Split('\n')[1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    /// <param name="model">The model.</param>
    /// <param name="cells">The texts of the last columns.</param>
    /// <param name="number">The type and the number of the first column; null if it is a text too.</param>
    private async Task<double> InferAsync(string model, string[] cells, (string Type, string Number)? number = null)
    {
        var texts = Names[^cells.Length..].Zip(cells, (name, cell) => CreateTensor(name, "BYTES", JsonValue.Create(cell)));
        IEnumerable<JsonNode> inputs = number is { } day ? texts.Prepend(CreateTensor(Names[0], day.Type, JsonNode.Parse(day.Number)!)) : texts;
        var answer = await service.PostAsync($"/v2/models/{model}/infer", new JsonObject { ["inputs"] = new JsonArray([.. inputs]) }.ToJsonString());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return JsonNode.Parse(answer.Body)!["outputs"]![0]!["data"]![0]!.GetValue<double>();
    }

    private static JsonObject CreateTensor(string name, string type, JsonNode value) => new JsonObject
    {
        ["name"] = name,
        ["datatype"] = type,
        ["shape"] = new JsonArray(1),
        ["data"] = new JsonArray(value),
    };
}
