using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

[Collection(SharedServiceCollection.Name)]
public sealed class DatasetCorrectionTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Correction_changes_types_and_target_and_nothing_else()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "corrected"),
            ("target", "price"), ("types", """{ "garden": "identifier" }"""), ("exclude", """["kind"]"""));
        var before = (await service.GetAsync<DatasetProfile>("/api/datasets/corrected")).Table!;

        var profile = (await PatchAsync("/api/datasets/corrected",
            """{ "target": "sepal", "columns": { "petal": "categorical", "colour": "identifier" } }""")).Read<DatasetProfile>();

        Assert.Equal("sepal", profile.Summary.Target);
        Assert.Equal(
            before.Columns.Select(column => (column.Name,
                column.Name switch { "petal" => ColumnType.Categorical, "colour" => ColumnType.Identifier, _ => column.Type }, column.Excluded)),
            profile.Table!.Columns.Select(column => (column.Name, column.Type, column.Excluded)));
        Assert.NotNull(profile.Table.Columns[1].Top);
        Assert.Null(profile.Table.Columns[1].Numbers);
        Assert.Equal(ToJson(profile), ToJson(await service.GetAsync<DatasetProfile>("/api/datasets/corrected")));

        var updated = (await PatchAsync("/api/datasets/corrected", """{ "columns": { "petal": "numeric" } }""")).Read<DatasetProfile>();
        Assert.Equal((ColumnType.Numeric, ColumnType.Identifier, "sepal"),
            (updated.Table!.Columns[1].Type, updated.Table.Columns[3].Type, updated.Summary.Target));
    }

    [Fact]
    public async Task Invalid_correction_names_the_column_and_changes_nothing()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "kept"), ("target", "price"));
        var before = ToJson(await service.GetAsync<DatasetProfile>("/api/datasets/kept"));

        var invalid = (await PatchAsync("/api/datasets/kept", """{ "columns": { "colour": "numeric", "petal": "date" } }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["columns.colour", "columns.petal"], invalid.Fields);
        Assert.Contains("line 2", invalid.GetErrors("columns.colour"), StringComparison.Ordinal);
        var unknown = (await PatchAsync("/api/datasets/kept", """{ "columns": { "nose": "numeric" } }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("there is no such column", unknown.GetErrors("columns.nose"), StringComparison.Ordinal);
        var invalidType = (await PatchAsync("/api/datasets/kept", """{ "columns": { "petal": "round" } }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("columns.petal", invalidType.Fields);
        var footer = (await PatchAsync("/api/datasets/kept", """{ "footerRows": 100000 }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["footerRows"], footer.Fields);
        var target = (await PatchAsync("/api/datasets/kept", """{ "columns": { "price": "identifier" } }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("target", target.Fields);

        Assert.Equal(before, ToJson(await service.GetAsync<DatasetProfile>("/api/datasets/kept")));
    }

    [Fact]
    public async Task Only_an_uploaded_dataset_without_active_jobs_can_be_corrected()
    {
        const string Change = """{ "columns": { "petal": "categorical" } }""";
        (await PatchAsync("/api/datasets/nowhere", Change)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await PatchAsync("/api/datasets/kaggle-house", Change)).ShouldBeProblem(HttpStatusCode.Conflict);

        await service.UploadAsync(FlowersTable.Csv, ("name", "learned-from"), ("target", "price"));
        var job = await service.StartJobAsync(new JobSpec { Dataset = "learned-from", Training = new() { Epochs = 100_000 } });
        var busy = (await PatchAsync("/api/datasets/learned-from", Change)).ShouldBeProblem(HttpStatusCode.Conflict);
        Assert.Contains(job.Id.ToString(), busy.Detail, StringComparison.Ordinal);
        await service.PostAsync($"/api/jobs/{job.Id}/cancel");
        await service.WaitForEndAsync(job.Id);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync("/api/datasets/learned-from", Change)).Status);
    }

    [Fact]
    public async Task Correction_does_not_change_the_predictions_of_a_trained_model()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "answered"), ("target", "price"));
        await service.RunJobAsync(new JobSpec { Dataset = "answered", Training = new() { Epochs = 2 } });
        const string Row = """{ "rows": [{ "petal": 3.5, "colour": "red" }] }""";
        var before = (await service.PostAsync("/api/models/answered/predict", Row)).Read<PredictionResponse>().Predictions[0].Value;

        await PatchAsync("/api/datasets/answered", """{ "columns": { "petal": "categorical" } }""");

        Assert.Equal(before, (await service.PostAsync("/api/models/answered/predict", Row)).Read<PredictionResponse>().Predictions[0].Value);
    }

    [Fact]
    public async Task Stopped_job_cannot_resume_after_a_correction()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "gone-on"), ("target", "price"));
        await using var busy = await BusyDevice.StartAsync(service, new JobSpec { Dataset = "gone-on", Training = new() { Epochs = 100_000 } });
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        await service.WaitForEndAsync(busy.JobId);
        await PatchAsync("/api/datasets/gone-on", """{ "columns": { "petal": "categorical" } }""");

        var rejected = (await service.PostAsync($"/api/jobs/{busy.JobId}/resume")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("has changed since the job's latest checkpoint: its rows or column types differ", rejected.Detail, StringComparison.Ordinal);
        await PatchAsync("/api/datasets/gone-on", """{ "columns": { "petal": "numeric" } }""");
        Assert.Equal(HttpStatusCode.Accepted, (await service.PostAsync($"/api/jobs/{busy.JobId}/resume")).Status);
    }

    private Task<ApiResponse> PatchAsync(string path, string body) => service.SendJsonAsync(HttpMethod.Patch, path, body);

    private static string ToJson(DatasetProfile profile) => JsonSerializer.Serialize(profile, WireFormat.Options);
}
