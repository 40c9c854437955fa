using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>A prediction tells what each column adds to it, on every predict route, in JSON and CSV.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class PredictionExplanationTests(ServiceFixture fixture)
{
    private static readonly string[] Columns = ["a", "b", "kind"];

    private static readonly Dictionary<string, object>[] Rows =
    [
        new() { ["a"] = 90, ["b"] = 3, ["kind"] = "x" },
        new() { ["a"] = 5, ["kind"] = "never seen" },
    ];

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("regression", 3, 200)]
    [InlineData("classification", 3, 200)]
    [InlineData("regression", 14, 60)]
    [InlineData("classification", 14, 60)]
    public async Task Contributions_sum_to_the_prediction_less_the_base(string task, int columns, int count)
    {
        var name = $"because-{task}-{columns}";
        await TrainAsync(name, columns, count, $$""" "task": "{{task}}" """);
        var cancellationToken = TestContext.Current.CancellationToken;

        var answer = await service.Client.Models.PredictAsync(name, Rows, explain: true, cancellationToken: cancellationToken);
        var plain = await service.Client.Models.PredictAsync(name, Rows, cancellationToken: cancellationToken);
        var again = await service.Client.Models.PredictAsync(name, Rows[1..], version: 1, explain: true, cancellationToken: cancellationToken);

        Assert.Equal(2, answer.Predictions.Count);
        Assert.Equal(plain.Warnings, answer.Warnings);
        foreach (var (prediction, unexplained) in answer.Predictions.Zip(plain.Predictions))
        {
            var explanation = prediction.Explanation!;
            var value = prediction.Value ?? prediction.Probabilities![prediction.ClassIndex!.Value];
            Assert.Equal(value - explanation.Base, explanation.Contributions.Sum(column => column.Value), 1e-5);
            Assert.Equal(columns, explanation.Contributions.Count);
            Assert.Equal(columns <= 10 ? ExplanationMethod.Exact : ExplanationMethod.Sampled, explanation.Method);
            Assert.Equal(columns <= 10, explanation.Error == 0);
            Assert.Equal(ExplanationBackground.TrainingRows, explanation.Background);
            Assert.Equal(
                explanation.Contributions.OrderByDescending(column => Math.Abs(column.Value)).Select(column => column.Column),
                explanation.Contributions.Select(column => column.Column));
            Assert.Null(unexplained.Explanation);
            Assert.Equal(unexplained.Label, prediction.Label);
        }

        // The seed is fixed, so the same row has the same explanation.
        var (first, second) = (answer.Predictions[1].Explanation!, again.Predictions[0].Explanation!);
        Assert.Equal(first.Base, second.Base, 1e-6);
        Assert.Equal(first.Contributions[0].Column, second.Contributions[0].Column);
        Assert.Equal(first.Contributions[0].Value, second.Contributions[0].Value, 1e-4);
    }

    [Fact]
    public async Task Csv_has_the_base_and_a_column_for_each_column()
    {
        await TrainAsync("because-csv", 3, 60, """ "task": "regression" """);
        var cancellationToken = TestContext.Current.CancellationToken;
        var json = (await service.Client.Models.PredictAsync("because-csv", Rows, explain: true, cancellationToken: cancellationToken)).Predictions;
        await service.Client.Models.SetAliasAsync("because-csv", "live", 1, cancellationToken);

        var csv = await service.PostAsync(
            "/api/models/because-csv/aliases/live/predict?explain=true", "a,b,kind\n90,3,x\n5,,never seen\n", "text/csv");

        Assert.True(csv.Status == HttpStatusCode.OK, csv.Body);
        var lines = csv.Body.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(',')).ToArray();
        Assert.Equal(["value", "base", "contribution: a", "contribution: b", "contribution: kind", "warnings"], lines[0]);
        for (var row = 0; row < 2; row++)
        {
            var explanation = json[row].Explanation!;
            Assert.Equal(explanation.Base, Number(lines[row + 1][1]), 1e-4);
            foreach (var (place, column) in Columns.Index())
            {
                Assert.Equal(explanation.Contributions.Single(each => each.Column == column).Value, Number(lines[row + 1][place + 2]), 1e-3);
            }
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Imported_model_is_explained_from_a_row_without_values()
    {
        await TrainAsync("because-exported", 3, 60, """ "task": "regression" """);
        var cancellationToken = TestContext.Current.CancellationToken;
        using var file = new MemoryStream();
        await service.Client.Models.DownloadAsync("because-exported", 1, ModelFormat.Safetensors, file, cancellationToken);
        file.Position = 0;
        var imported = await service.Client.Models.ImportAsync(file, "because-imported", cancellationToken);

        Dictionary<string, object>[] nothing = [new() { ["a"] = null! }];
        var answer = await service.Client.Models.PredictAsync(
            imported.Name, Rows.Concat(nothing), explain: true, cancellationToken: cancellationToken);

        Assert.All(answer.Predictions, prediction => Assert.Equal(ExplanationBackground.MissingRow, prediction.Explanation!.Background));
        Assert.Equal(answer.Predictions[2].Value!.Value, answer.Predictions[0].Explanation!.Base, 1e-4);
        Assert.All(answer.Predictions[2].Explanation!.Contributions, column => Assert.Equal(0, column.Value, 1e-4));
        Assert.Equal(
            answer.Predictions[0].Value!.Value - answer.Predictions[0].Explanation!.Base,
            answer.Predictions[0].Explanation!.Contributions.Sum(column => column.Value),
            1e-5);
    }

    [Fact]
    public async Task Too_many_rows_and_images_are_refused()
    {
        await TrainAsync("because-wide", 14, 60, """ "task": "regression" """);
        var rows = string.Join(',', Enumerable.Repeat("""{"a":1}""", 4000));

        var json = (await service.PostAsync("/api/models/because-wide/predict?explain=true", $$"""{ "rows": [{{rows}}] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        var csv = (await service.PostAsync(
            "/api/models/because-wide/predict?explain=true", "a\n" + string.Concat(Enumerable.Repeat("1\n", 4000)), "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        // 54 training rows have 3 pairs of orders each, and each order computes 13 rows: 4,212 rows for each that is explained. So at most 2,374 are
        // explained, and fewer as the network is larger.
        Assert.Matches("explains at most [12],[0-9]{3} rows of this model in one request", json.GetErrors("explain"));
        Assert.Matches("explains at most [12],[0-9]{3} rows of this model in one request", csv.GetErrors("body"));

        await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "because-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);
        var image = (await service.PostAsync(
            "/api/models/because-glyphs/predict?explain=true", $$"""{ "instances": [[{{string.Join(',', new int[784])}}]] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("only applies to models of tables", image.GetErrors("explain"), StringComparison.Ordinal);
    }

    private async Task TrainAsync(string name, int columns, int count, string spec)
    {
        var more = Enumerable.Range(0, columns - 3).ToArray();
        var lines = Enumerable.Range(0, count).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{row * 53 % 97}.5,{"xyz"[row * 7 % 3]},")
            + string.Concat(more.Select(column => string.Create(CultureInfo.InvariantCulture, $"{(row + 1) * (column + 7) * 13 % 89}.5,")))
            + (spec.Contains("regression", StringComparison.Ordinal)
                ? (3 * (row * 37 % 101)) + (row * 11 % 13)
                : row * 37 % 101 > 50 ? "high" : row % 2 == 0 ? "low" : "middle") + "\n");
        var csv = "a,b,kind," + string.Concat(more.Select(column => $"m{column},")) + "y\n" + string.Concat(lines);
        var uploaded = await service.UploadAsync(csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "target": "y", "training": { "epochs": 5 }, {{spec}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }
}
