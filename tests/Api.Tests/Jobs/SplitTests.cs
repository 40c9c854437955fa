using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>How the rows of a table are split, from the spec to the report.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class SplitTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("{}", FoldAssignment.Stratified)]
    [InlineData("""{ "holdout": 0.3 }""", FoldAssignment.Stratified)]
    [InlineData("""{ "holdout": 0.3, "assignment": "shuffled" }""", FoldAssignment.Shuffled)]
    [InlineData("""{ "holdout": 0.3, "groupColumn": "garden" }""", FoldAssignment.Group)]
    [InlineData("""{ "holdout": 0.3, "groupColumn": "garden", "assignment": "stratified" }""", FoldAssignment.Stratified)]
    [InlineData("""{ "timeColumn": "sepal" }""", FoldAssignment.Time)]
    [InlineData("""{ "timeColumn": "sepal", "groupColumn": "garden" }""", FoldAssignment.Time)]
    [InlineData("""{ "folds": 3 }""", FoldAssignment.Shuffled)]
    [InlineData("""{ "folds": 3, "groupColumn": "garden" }""", FoldAssignment.Group)]
    [InlineData("""{ "folds": 3, "timeColumn": "sepal" }""", FoldAssignment.Time)]
    [InlineData("""{ "folds": 3, "assignment": "contiguous" }""", FoldAssignment.Contiguous)]
    public async Task Complete_spec_says_how_the_rows_of_a_table_are_assigned(string validation, FoldAssignment expected)
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "assigned"));

        var preview = (await service.PostAsync(
            "/api/jobs/preview", $$"""{ "dataset": "assigned", "target": "price", "validation": {{validation}} }""")).Read<JobPreview>();

        Assert.Empty(preview.Errors);
        Assert.Equal(expected, preview.Spec!.Validation.Assignment);
    }

    [Theory]
    [InlineData("""{ "assignment": "time" }""", "validation.timeColumn", "is required with the assignment time")]
    [InlineData("""{ "assignment": "shuffled", "timeColumn": "petal" }""", "validation.timeColumn",
        "only applies to the assignment time")]
    [InlineData("""{ "timeColumn": "day" }""", "validation.timeColumn", "there is no column 'day'; the columns are id, petal")]
    [InlineData("""{ "timeColumn": "price" }""", "validation.timeColumn", "is the target; order by another column")]
    [InlineData("""{ "timeColumn": "colour" }""", "validation.timeColumn",
        "must be a column of dates or numbers, and 'colour' is categorical; if it holds dates, upload it with types {\"colour\": \"date\"}")]
    [InlineData("""{ "timeColumn": "petal", "folds": 100 }""", "validation.folds",
        "must be at most 99: 'petal' has 100 different values, and all folds train on the earliest")]
    [InlineData("""{ "groupColumn": "garden", "folds": 9 }""", "validation.folds", "must be at most 8, the different values of 'garden'")]
    [InlineData("""{ "repeats": 2 }""", "validation.repeats", "only applies to folds")]
    [InlineData("""{ "repeats": 2, "folds": 3, "assignment": "contiguous" }""", "validation.repeats", "needs random folds")]
    [InlineData("""{ "repeats": 2, "folds": 3, "timeColumn": "petal" }""", "validation.repeats", "needs random folds")]
    [InlineData("""{ "repeats": 101, "folds": 3 }""", "validation.repeats", "must be 1 to 100")]
    [InlineData("""{ "repeats": 100, "folds": 101 }""", "validation.repeats", "times validation.folds must be at most 10,000")]
    public async Task Impossible_split_is_refused_with_what_would_do(string validation, string field, string expected)
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "impossible"));

        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "impossible", "target": "price", "validation": {{validation}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "timeColumn": "label" }""", "validation.timeColumn", "only applies to tables")]
    [InlineData("""{ "groupColumn": "label" }""", "validation.groupColumn", "only applies to tables")]
    [InlineData("""{ "testPart": true, "assignment": "stratified" }""", "validation.assignment", "does not apply to testPart")]
    public async Task Images_have_no_columns_to_split_by(string validation, string field, string expected)
    {
        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "validation": {{validation}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Equal(expected, problem.GetErrors(field));
    }

    [Fact]
    public async Task Default_holdout_has_rows_of_each_class_and_the_report_tells_of_a_class_with_one_row()
    {
        // 200 rows: 193 of none, 6 of fraud, 1 of error. 40 rows are held out: 40 * 193 / 199 = 38.8 and 40 * 6 / 199 = 1.2, so 39 and 1.
        var report = await RunAsync("rare", "amount,hour,kind\n" + Lines(200, row =>
            $"{row * 37 % 211}.5,{row % 24},{(row == 77 ? "error" : row % 33 == 5 ? "fraud" : "none")}"), """ "target": "kind" """);

        Assert.Equal(["error", "fraud", "none"], report.Classes!);
        Assert.Equal([0, 1, 39], report.PerClass!.Select(score => score.Rows));
        Assert.StartsWith("1 class has only one row: 'error'.",
            Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "singleRowClasses").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_of_a_row_are_in_one_fold()
    {
        // 30 different rows of noise, each four times. The network can learn them by heart, but not their classes in rows it has not seen.
        var job = await RunJobAsync("copies", "a,b,cls\n" + Lines(120, row =>
            $"{row % 30 * 37 % 101},{row % 30 * 53 % 97}.5,{"xy"[row % 30 * 7 / 3 % 2]}"),
            """ "target": "cls", "validation": { "folds": 5 } """);

        var lines = await GetOutOfFoldAsync(job);
        Assert.Equal(Enumerable.Range(0, 120), lines.Select(line => line.Row));
        Assert.All(lines.GroupBy(line => line.Row % 30), copies => Assert.Single(copies.Select(line => line.Fold).Distinct()));
    }

    [Fact]
    public async Task Folds_by_date_are_scored_on_the_stretch_after_their_training_rows()
    {
        // 90 days, two rows a day, in no order. Five stretches of 36 rows, that is 18 days. Three more rows have no day.
        var job = await RunJobAsync("days", "day,x,sold\n" + Lines(183, row => $"{Day(row)},{row}.5,{row * 3 % 17}"),
            """ "target": "sold", "validation": { "folds": 4, "timeColumn": "day" } """);

        var lines = await GetOutOfFoldAsync(job);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(Enumerable.Range(0, 180).Where(row => row * 7 % 90 >= 18).Select(row => (row, row * 7 % 90 / 18)), lines);
        Assert.Equal((144, FoldAssignment.Time), (report.CrossValidation!.N, report.CrossValidation.Assignment));
        Assert.StartsWith("3 rows have no date or number in the column 'day'.",
            Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "rowsWithoutTime").Message, StringComparison.Ordinal);

        static string Day(int row) =>
            row >= 180 ? "" : new DateTime(2024, 1, 1).AddDays(row * 7 % 90).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Repeated_folds_are_counted_and_scored_together()
    {
        var job = await RunJobAsync("repeated", FlowersTable.Csv,
            """ "target": "price", "validation": { "folds": 3, "repeats": 2, "assignment": "stratified" } """);

        Assert.Equal(6, job.Folds);
        Assert.Contains("Fold 6 of 6 finished", (await service.GetAsync($"/api/jobs/{job.Id}/log")).Body, StringComparison.Ordinal);
        var folds = (await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).CrossValidation!;
        Assert.Equal((FlowersTable.RowCount, 2), (folds.N, folds.Repeats));
        Assert.Equal(folds.Folds.Average(fold => fold.Validation.Rmse!.Value), folds.Mean.Validation.Rmse!.Value, 1e-9);
        var mean = folds.Mean.Validation.Rmse!.Value;
        Assert.Equal(Math.Sqrt(folds.Folds.Sum(fold => Math.Pow(fold.Validation.Rmse!.Value - mean, 2)) / 5),
            folds.StandardDeviation.Validation.Rmse!.Value, 1e-9);
        Assert.Equal(
            Enumerable.Range(0, FlowersTable.RowCount).SelectMany(row => new[] { (row, 0), (row, 1) }),
            (await GetOutOfFoldAsync(job)).Select(line => (line.Row, (line.Fold - 1) / 3)));
    }

    [Fact]
    public async Task Groups_of_a_holdout_stay_together()
    {
        // Eight gardens of 15 rows: 0.25 of the rows are two gardens.
        var report = await RunAsync("gardens", FlowersTable.Csv,
            """ "target": "kind", "validation": { "holdout": 0.25, "groupColumn": "garden" } """);

        Assert.Equal(30, report.ConfusionMatrix!.Sum(row => row.Sum()));
        Assert.Equal(2, report.Samples!.Select(sample => sample.Row % 8).Distinct().Count());
    }

    [Fact]
    public async Task Rows_that_cannot_be_split_fail_the_job_with_what_would_do()
    {
        await service.UploadAsync("x,y\n" + Lines(40, row => $"{row % 3},{row % 3 * 2}"), ("name", "three"));

        var job = await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "three", "target": "y", "training": { "epochs": 2 }, "validation": { "folds": 5 } }""")).Read<Job>().Id);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("The rows have 3 different combinations of features, which cannot be divided into 5 folds: "
            + "rows with equal features stay together. Set validation.folds to at most 3.", job.Error, StringComparison.Ordinal);
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(row => line(row) + "\n"));

    private async Task<Job> RunJobAsync(string name, string csv, string spec)
    {
        var uploaded = await service.UploadAsync(csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "training": { "epochs": 2 }, {{spec}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return job;
    }

    private async Task<Report> RunAsync(string name, string csv, string spec) =>
        await service.GetAsync<Report>($"/api/jobs/{(await RunJobAsync(name, csv, spec)).Id}/report");

    private async Task<(int Row, int Fold)[]> GetOutOfFoldAsync(Job job) =>
        [.. (await service.GetAsync($"/api/jobs/{job.Id}/out-of-fold")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',')).Select(fields => (
                int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture)))];
}
