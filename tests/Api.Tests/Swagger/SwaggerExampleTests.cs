using LearnML.Api.Tests.Hosting;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Api.Tests.Swagger;

public sealed class SwaggerExampleTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const string Stop = "POST /api/jobs/{id}/stop";
    private const string Resume = "POST /api/jobs/{id}/resume";
    private const string Cancel = "POST /api/jobs/{id}/cancel";
    private const string Delete = "DELETE /api/jobs/{id}";
    private const string CorrectDataset = "PATCH /api/datasets/{name}";
    private const string DeleteDataset = "DELETE /api/datasets/{name}";
    private const string DeleteAlias = "DELETE /api/models/{name}/aliases/{alias}";
    private const string DeleteVersion = "DELETE /api/models/{name}/versions/{version}";
    private const string RevokeKey = "DELETE /api/keys/{name}";
    private const string Restore = "POST /api/models/{name}/versions/{version}/restore";
    private const string OutOfFold = "GET /api/jobs/{id}/out-of-fold";
    private const string Submission = "GET /api/jobs/{id}/submission";

    // The example cannot contain a model file. ModelImportTests and ModelDownloadTests send one.
    private const string Import = "POST /api/models";

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_example_runs_unchanged()
    {
        await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "polynomial" });
        await service.RunJobAsync(SampleSpecs.Quick);
        var hasHouseData = RealDatasets.Available;
        if (hasHouseData)
        {
            await service.RunRecipeAsync("kaggle-house", """{ "training": { "epochs": 2 } }""");
        }

        await using var busy = await BusyDevice.StartAsync(service);
        var document = await SwaggerDocument.ReadAsync(service);

        foreach (var operation in document.Operations.Where(
            operation => operation.Name is not (Stop or Resume or Cancel or Delete or CorrectDataset or DeleteDataset or DeleteAlias
            or DeleteVersion or Restore or RevokeKey or Import) && (hasHouseData || operation.Name is not (OutOfFold or Submission))))
        {
            await AssertRunsAsync(operation);
        }

        foreach (var name in new[] { DeleteAlias, DeleteVersion, Restore })
        {
            await AssertRunsAsync(document.Find(name));
        }

        // These change the following examples, so the document is read again for each. The examples before left jobs in the queue.
        foreach (var name in new[] { Stop, Resume, Cancel, Delete, CorrectDataset, DeleteDataset, RevokeKey })
        {
            await AssertRunsAsync((await SwaggerDocument.ReadAsync(service)).Find(name));
        }
    }

    [Fact]
    public async Task Examples_of_a_new_service_run_after_its_first_job()
    {
        using var data = new TemporaryFolder();
        await using var fresh = await Service.StartAsync(data);
        var document = await SwaggerDocument.ReadAsync(fresh);
        var run = (await document.Find("POST /api/jobs").CallAsync(fresh)).Read<Contracts.Job>();
        await fresh.WaitForEndAsync(run.Id);

        var response = await document.Find("POST /api/models/{name}/predict").CallAsync(fresh);

        Assert.True(response.Body.Contains("probabilities", StringComparison.Ordinal), response.Body);
    }

    private async Task AssertRunsAsync(SwaggerOperation operation)
    {
        var response = await operation.CallAsync(service);
        Assert.True((int)response.Status is >= 200 and < 300, $"{operation.Name}: {response.Status} {response.Body}");
    }
}
