using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>Cross-validation from the upload of a table to out-of-fold predictions and a model that predicts raw rows.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class CrossValidationTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Numeric_target_is_cross_validated_and_predicted_from_raw_rows()
    {
        var job = await RunAsync(
            "prices", """{ "dataset": "prices", "target": "price", "network": { "hidden": [16] }, "optimizer": { "kind": "adam","""
            + """ "learningRate": 0.02 }, "training": { "epochs": 40, "batchSize": 16 }, "validation": { "folds": 4 } }""");

        var metrics = await service.GetMetricsAsync(job.Id);
        Assert.Equal(Enumerable.Range(1, metrics.Count).Select(sequence => (long)sequence), metrics.Select(epoch => epoch.Sequence));
        Assert.Equal([40, 40, 40, 40, 40], new int?[] { 1, 2, 3, 4, null }.Select(fold => metrics.Count(epoch => epoch.Fold == fold)));
        Assert.All(metrics, epoch => Assert.Equal(epoch.Fold is null, epoch.Validation is null));

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        var folds = report.CrossValidation!;
        Assert.Equal((LearningTask.Regression, FlowersTable.RowCount, FoldAssignment.Shuffled), (report.Task, folds.N, folds.Assignment));
        Assert.Equal([30, 30, 30, 30], folds.Folds.Select(fold => fold.Rows));
        Assert.Equal(folds.Folds.Average(fold => fold.Validation.Rmse!.Value), folds.Mean.Validation.Rmse!.Value, 1e-9);
        Assert.Equal(folds.Pooled, report.Validation);
        Assert.InRange(folds.Pooled.Rmse!.Value, 0, 4);
        Assert.Equal(20, report.Worst!.Count);
        foreach (var fold in folds.Folds)
        {
            Assert.Equal(metrics.Last(epoch => epoch.Fold == fold.Fold).Validation!.Rmse!.Value, fold.Validation.Rmse!.Value, 1e-6);
        }

        var lines = (await service.GetAsync($"/api/jobs/{job.Id}/out-of-fold")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("row,fold,truth,predicted", lines[0]);
        var rows = lines[1..].Select(line => Array.ConvertAll(line.Split(','), double.Parse)).ToArray();
        Assert.Equal(Enumerable.Range(0, FlowersTable.RowCount).Select(row => (double)row), rows.Select(row => row[0]));
        Assert.Equal(folds.Pooled.Rmse.Value, Math.Sqrt(rows.Average(row => (row[3] - row[2]) * (row[3] - row[2]))), 1e-3);

        var rose = await PredictAsync(job, """{ "petal": 9, "sepal": 5, "colour": "red", "garden": "g1", "kind": "rose" }""");
        Assert.InRange(rose.Predictions[0].Value!.Value, 42, 52); // 10 + 27 + 5 + 5 = 47
        Assert.Empty(rose.Warnings);
    }

    [Fact]
    public async Task Class_target_is_cross_validated_with_stratified_folds()
    {
        var job = await RunAsync("kinds", """{ "dataset": "kinds", "target": "kind", "network": { "hidden": [16], "ensemble": 2 },"""
            + """ "optimizer": { "kind": "adam", "learningRate": 0.02 }, "training": { "epochs": 30, "batchSize": 16,"""
            + """ "classWeights": "balanced" }, "validation": { "folds": 5, "assignment": "stratified" } }""");

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(["daisy", "rose"], report.Classes!);
        Assert.Equal((LearningTask.Classification, ReportedRows.Validation), (report.Task, report.Reported));
        Assert.Equal(FlowersTable.RowCount, report.ConfusionMatrix!.Sum(row => row.Sum()));
        Assert.InRange(report.Validation!.Accuracy!.Value, 0.9, 1);
        Assert.InRange(report.Validation!.RocAuc!.Value, 0.95, 1);
        Assert.InRange(report.Validation!.MacroF1!.Value, 0.9, 1);

        var response = await PredictAsync(job, """{ "petal": 1, "sepal": 5, "colour": "red", "garden": "g1", "price": 20 }""");
        Assert.Equal("daisy", response.Predictions[0].Label);
        Assert.Equal(1, response.Predictions[0].Probabilities!.Sum(), 1e-5);
    }

    [Fact]
    public async Task Prediction_groups_warnings_and_rejects_too_many_rows()
    {
        var job = await RunAsync("many", """{ "dataset": "many", "target": "price", "training": { "epochs": 2 } }""");
        var path = $"/api/models/{job.Model}/predict";

        var maximum = (await service.PostAsync(path, Empty(100_000))).Read<PredictionResponse>();
        var tooMany = await service.PostAsync(path, Empty(100_001));

        Assert.Equal((100_000, 1), (maximum.Predictions.Count, maximum.Warnings.Count));
        Assert.Equal("must contain at most 100,000 rows; a CSV file (text/csv) has no row limit",
            tooMany.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("rows"));

        static string Empty(int rows) => $$"""{ "rows": [{{string.Join(',', Enumerable.Repeat("{}", rows))}}] }""";
    }

    [Fact]
    public async Task Unusable_values_are_warnings_or_strict_errors()
    {
        var job = await RunAsync("warned", """{ "dataset": "warned", "target": "price", "training": { "epochs": 2 } }""");
        const string Row = """{ "petal": "long", "sepal": 5, "colour": "green", "smell": 1, "kind": null }""";

        var response = await PredictAsync(job, Row);
        Assert.Equal(
            [
                "colour: 'green' was not seen in training", "garden: the row does not have this column",
                "petal: 'long' is not a number", "smell: the model has no such column",
            ],
            response.Warnings.Select(warning => $"{warning.Column}: {warning.Reason}").Order(StringComparer.Ordinal));
        Assert.Single(response.Predictions);

        var rejected = (await service.PostAsync($"/api/models/{job.Model}/predict?strict=true", $$"""{ "rows": [{{Row}}] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["rows[0].colour", "rows[0].garden", "rows[0].petal", "rows[0].smell"], rejected.Fields);

        var malformed = (await service.PostAsync($"/api/models/{job.Model}/predict", """{ "rows": [1, { "petal": [1] }], "other": 2 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["other", "rows[0]", "rows[1].petal"], malformed.Fields);
    }

    [Fact]
    public async Task MLflow_formats_give_the_same_predictions()
    {
        var job = await RunAsync("forms", """{ "dataset": "forms", "target": "price", "training": { "epochs": 2 } }""");
        var expected = await PredictAsync(job, """{ "petal": 9, "sepal": 5, "colour": "red", "garden": "g1","""
            + """ "kind": "rose" }, { "petal": 1.5, "sepal": null, "colour": "green", "garden": "g2" }""");
        string[] forms =
        [
            """{ "dataframe_records": [{ "petal": 9, "sepal": 5, "colour": "red", "garden": "g1","""
                + """ "kind": "rose" }, { "petal": 1.5, "sepal": null, "colour": "green", "garden": "g2" }] }""",
            """{ "instances": [{ "kind": "rose", "garden": "g1", "petal": 9, "sepal": 5,"""
                + """ "colour": "red" }, { "petal": 1.5, "sepal": null, "colour": "green", "garden": "g2" }] }""",
            """{ "inputs": [{ "petal": 9, "sepal": 5, "colour": "red", "garden": "g1","""
                + """ "kind": "rose" }, { "petal": 1.5, "sepal": null, "colour": "green", "garden": "g2" }] }""",
            """{ "dataframe_split": { "columns": ["petal", "sepal", "colour", "garden","""
                + """ "kind"], "data": [[9, 5, "red", "g1", "rose"], [1.5, null, "green", "g2", null]] } }""",
            """{ "dataframe_split": { "index": [7, 8], "data": [["rose", "red", 9, 5, "g1"], [null, "green","""
                + """ 1.5, null, "g2"]], "columns": ["kind", "colour", "petal", "sepal", "garden"] } }""",
            """{ "inputs": { "petal": [9, 1.5], "kind": ["rose", null], "sepal": [5, null], "colour": ["red", "green"], "garden": ["g1", "g2"] } }""",
        ];

        foreach (var form in forms)
        {
            var response = await service.PostAsync($"/api/models/{job.Model}/predict", form);
            Assert.True(response.Status == HttpStatusCode.OK, response.Body);
            Assert.Equal(expected.Predictions.Select(prediction => prediction.Value),
                response.Read<PredictionResponse>().Predictions.Select(prediction => prediction.Value));
        }
    }

    [Theory]
    [InlineData("""{ "dataframe_split": { "data": [[1]] } }""", "dataframe_split.columns")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal"] } }""", "dataframe_split.data")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal", "petal"], "data": [[1, 2]] } }""", "dataframe_split.columns")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal", "sepal"], "data": [[1, 2], [1]] } }""", "dataframe_split.data[1]")]
    [InlineData("""{ "dataframe_split": { "columns": [1], "data": [[1]] } }""", "dataframe_split.columns")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal"], "rows": 1, "data": [[1]] } }""", "dataframe_split.rows")]
    [InlineData("""{ "dataframe_split": [] }""", "dataframe_split")]
    [InlineData("""{ "dataframe_split": { "columns": ["petal"], "data": [{ "petal": 1 }] } }""", "dataframe_split.data[0]")]
    [InlineData("""{ "inputs": { "petal": [1, 2], "sepal": [1] } }""", "inputs.sepal")]
    [InlineData("""{ "inputs": { "petal": [1], "petal": [1] } }""", "inputs.petal")]
    [InlineData("""{ "inputs": { "petal": [[1]] } }""", "inputs[0].petal")]
    [InlineData("""{ "inputs": {} }""", "inputs")]
    [InlineData("""{ "rows": [{ "petal": 1 }], "instances": [{ "petal": 1 }] }""", "instances")]
    public async Task Malformed_format_is_rejected_by_field(string body, string field)
    {
        var job = (await service.GetAsync<Page<Job>>("/api/jobs?model=misfits")).Items is [var before, ..]
            ? before
            : await RunAsync("misfits", """{ "dataset": "misfits", "target": "price", "training": { "epochs": 1 } }""");

        Assert.Equal([field], (await service.PostAsync($"/api/models/{job.Model}/predict", body)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task Row_may_have_columns_that_the_model_ignores()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "raw"), ("exclude", """["garden"]"""));
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "raw", Target = "price" });
        var row = (await service.GetAsync<Page<DatasetRow>>("/api/datasets/raw/rows?take=1&skip=1")).Items[0].Values!;
        Assert.Equal(["id", "petal", "sepal", "colour", "garden", "kind", "price"], row.Keys);

        var strict = await service.PostAsync($"/api/models/{job.Model}/predict?strict=true", new { rows = new[] { row } });
        var unknown = (await PredictAsync(job, """{ "id": "F1", "petal": 1, "sepal": 2, "colour": "red", "kind": "rose", "prize": 1 }""")).Warnings;

        Assert.True(strict.Status == HttpStatusCode.OK, strict.Body);
        Assert.Empty(strict.Read<PredictionResponse>().Warnings);
        Assert.Equal(["prize: the model has no such column"], unknown.Select(warning => $"{warning.Column}: {warning.Reason}"));
    }

    [Fact]
    public async Task CSV_request_gets_a_CSV_response_with_the_same_predictions()
    {
        var job = await RunAsync("csv", """{ "dataset": "csv", "target": "price", "training": { "epochs": 2 } }""");

        var csv = await service.PostAsync(
            $"/api/models/{job.Model}/predict", "kind,colour,petal,sepal,garden\nrose,red,9,5,g1\ndaisy,green,1,,g2\n", "text/csv");
        var json = await PredictAsync(job, """{ "petal": 9, "sepal": 5, "colour": "red", "garden": "g1", "kind": "rose" },"""
            + """ { "petal": 1, "sepal": null, "colour": "green", "garden": "g2", "kind": "daisy" }""");

        Assert.Equal((HttpStatusCode.OK, "text/csv"), (csv.Status, csv.ContentType));
        var lines = csv.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("value,warnings", lines[0]);
        Assert.Equal(json.Predictions.Select(prediction => prediction.Value!.Value), lines[1..].Select(line => double.Parse(line.Split(',')[0])));
        Assert.EndsWith("colour: 'green' was not seen in training", lines[2], StringComparison.Ordinal);
        (await service.PostAsync($"/api/models/{job.Model}/predict?strict=true", "petal\n1\n", "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        (await service.PostAsync($"/api/models/{job.Model}/predict", "petal,kind\n1\n", "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Example_of_the_row_schema_is_predicted_without_warnings()
    {
        var job = await RunAsync("schema", """{ "dataset": "schema", "target": "price", "training": { "epochs": 2 } }""");

        var schema = await service.GetAsync<System.Text.Json.Nodes.JsonObject>($"/api/models/{job.Model}/schema");

        Assert.Equal(["petal", "sepal", "colour", "garden", "kind"], schema["properties"]!.AsObject().Select(property => property.Key));
        Assert.Empty((await PredictAsync(job, schema["examples"]![0]!.ToJsonString())).Warnings);
    }

    [Theory]
    [InlineData("target", """ "target": "id" """, "different value in every row")]
    [InlineData("target", """ "target": "none" """, "there is no column 'none'")]
    [InlineData("task", """ "target": "kind", "task": "regression" """,
        "is not numeric; if it holds numbers, upload it with types {\"kind\": \"numeric\"}")]
    [InlineData("validation.folds", """ "target": "kind", "validation": { "folds": 1000 } """, "must be at most 120")]
    [InlineData("validation.groupColumn", """ "target": "kind", "validation": { "folds": 3, "assignment": "group" } """, "is required")]
    [InlineData("validation.groupColumn",
        """ "target": "kind", "validation": { "folds": 3, "assignment": "group", "groupColumn": "x" } """, "there is no column 'x'")]
    [InlineData("validation.groupColumn",
        """ "target": "kind", "validation": { "folds": 3, "assignment": "group", "groupColumn": "kind" } """, "is the target")]
    [InlineData("validation.testPart", """ "target": "kind", "validation": { "testPart": true } """, "has no test part")]
    [InlineData("preprocessing.statistics", """ "target": "kind", "preprocessing": { "statistics": "allTables" } """, "must be trainingRows")]
    [InlineData("preprocessing.maximumCategories", """ "target": "kind", "preprocessing": { "maximumCategories": 0 } """, "must be 1 to")]
    [InlineData("training.classWeights", """ "target": "price", "training": { "classWeights": "balanced" } """, "only applies to classification")]
    [InlineData("optimizer.momentum", """ "target": "price", "optimizer": { "kind": "adam", "momentum": 0.9 } """, "only applies to the kind sgd")]
    [InlineData("network.ensemble", """ "target": "price", "network": { "ensemble": 65 } """, "must be 1 to 64")]
    public async Task Spec_that_does_not_fit_the_table_is_rejected(string field, string part, string reason)
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "refused"));

        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "refused", {{part}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(reason, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_counts_rows_without_a_target()
    {
        await service.UploadAsync(
            "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{(row % 10 == 0 ? "" : row % 7 * 2)}\n")), ("name", "gaps"));

        var job = await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "gaps", "target": "y", "training": { "epochs": 2 }, "validation": { "folds": 3 } }""")).Read<Job>().Id);

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(36, report.CrossValidation!.N);
        Assert.StartsWith("4 of 40 rows have no value in the column 'y'.",
            Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "missingTargets").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_for_a_table_has_its_own_defaults_which_the_spec_overrides()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "defaults"));

        var allDefaults = await CancelledAsync("""{ "dataset": "defaults", "target": "price", "network": {} }""");
        var someDefaults = await CancelledAsync(
            """{ "dataset": "defaults", "target": "price", "network": {}, "optimizer": { "kind": "sgd" }, "training": { "epochs": 10 } }""");

        Assert.Equal((OptimizerKind.Adam, 0.003, 50, 64),
            (allDefaults.Optimizer.Kind, allDefaults.Optimizer.LearningRate, allDefaults.Training.Epochs, allDefaults.Training.BatchSize));
        Assert.Equal((OptimizerKind.Sgd, 0.1, 10, 64),
            (someDefaults.Optimizer.Kind, someDefaults.Optimizer.LearningRate, someDefaults.Training.Epochs, someDefaults.Training.BatchSize));

        async Task<JobSpec> CancelledAsync(string spec)
        {
            var job = (await service.PostAsync("/api/jobs", spec)).Read<Job>();
            await service.PostAsync($"/api/jobs/{job.Id}/cancel");
            return job.Spec;
        }
    }

    [Fact]
    public async Task Target_with_too_many_classes_is_rejected()
    {
        await service.UploadAsync(
            "x,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row % 13},n{row % 10_000}\n")), ("name", "names"));

        var problem = (await service.PostAsync("/api/jobs", """{ "dataset": "names", "target": "name" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("has 10,000 different values", problem.GetErrors("target"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_stays_in_one_fold()
    {
        var job = await RunAsync("grouped", """{ "dataset": "grouped", "target": "price", "training": { "epochs": 2 },"""
            + """ "validation": { "folds": 4, "assignment": "group", "groupColumn": "garden" } }""");

        var lines = (await service.GetAsync($"/api/jobs/{job.Id}/out-of-fold")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.All(lines.Index().GroupBy(line => line.Index % 8), garden => Assert.Single(garden.Select(line => line.Item.Split(',')[1]).Distinct()));
    }

    private async Task<Job> RunAsync(string name, string spec)
    {
        var uploaded = await service.UploadAsync(FlowersTable.Csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", spec);
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return job;
    }

    private async Task<PredictionResponse> PredictAsync(Job job, string rows)
    {
        var response = await service.PostAsync($"/api/models/{job.Model}/predict", $$"""{ "rows": [{{rows}}] }""");
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return response.Read<PredictionResponse>();
    }
}
