using LearnML.Api.Datasets;
using LearnML.Api.Documentation;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Models.Transfer;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Predicting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The routes of the files of a job and of its model.</summary>
internal static class JobFileRoutes
{
    private const string Csv = "text/csv";

    public static void MapFiles(this RouteGroupBuilder jobs)
    {
        jobs.MapGet("/{id:guid}/out-of-fold", OutOfFold).WithSummary("Get the out-of-fold prediction of each row, as CSV")
            .WithDescription("The row, its fold, its label, the prediction, and for a classification the probability of each class.")
            .Produces<string>(200, Csv).ProducesProblems(404, 409).WithExampleJob(JobExamples.WithHouseModel);
        jobs.MapGet("/{id:guid}/submission", Submission).WithSummary("Get the model's predictions for the dataset's test table, as CSV")
            .WithDescription("A file for a Kaggle submission: the identifier and the prediction of each row.")
            .Produces<string>(200, Csv).ProducesProblems(404, 409).WithExampleJob(JobExamples.WithHouseModel);
        jobs.MapGet("/{id:guid}/tensorboard", TensorBoard).WithSummary("Get the metrics of every epoch, as a TensorBoard event file")
            .WithDescription("Of a job in any state, also of one that failed: every epoch that it has reported, the one in which it diverged "
                + "included. The event file of a model version has the histograms of its parameters too.")
            .Produces<byte[]>(200, EventFiles.ContentType).ProducesProblems(404, 409).WithExampleJob(JobExamples.WithReport);
    }

    private static Task<Results<DownloadResult, ProblemHttpResult>> OutOfFold(
        [AsParameters] JobRequest request, ModelStore models, JobCheckpoints checkpoints) =>
        request.WhenFoundAsync<DownloadResult>(async job =>
        {
            var file = await FindVersionAsync(job, models, request.CancellationToken) is { } version
                ? checkpoints.GetFolder(job.Id).GetOutOfFoldPath(version.Checkpoint)
                : null;
            return File.Exists(file)
                ? new DownloadResult(File.OpenRead(file), Csv)
                : JobProblems.Conflict($"The job is {EnumNames.Format(job.State)} and has no out-of-fold predictions; "
                    + "a cross-validation that has stopped or succeeded has them.");
        });

    private static Task<Results<DownloadResult, ProblemHttpResult>> Submission(
        [AsParameters] JobRequest request, ModelStore models, DatasetLibrary datasets, ServedModelCache served, DownloadFiles files,
        HttpContext context) =>
        request.WhenFoundAsync<DownloadResult>(async job =>
        {
            if (await FindVersionAsync(job, models, request.CancellationToken) is not { } version)
            {
                return JobProblems.Conflict(
                    $"The job is {EnumNames.Format(job.State)} and has no model; a job that has stopped or succeeded has one.");
            }

            return await FindTestTableAsync(job.Spec.Dataset, datasets, request.CancellationToken) is not { } test
                ? JobProblems.Conflict($"The dataset '{job.Spec.Dataset}' has no test table to predict.")
                : new DownloadResult(
                    await files.OpenAsync(
                        context,
                        $"{version.JobId}/{version.Checkpoint} on {test.Path}",
                        (path, ended) => WriteSubmission(path, served.GetOrLoad(version).Predictor, test, ended)),
                    Csv);
        });

    private static void WriteSubmission(string path, Predictor predictor, TableFile test, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(path);
        SubmissionCsv.Write(writer, predictor, test, cancellationToken);
    }

    private static Task<Results<DownloadResult, ProblemHttpResult>> TensorBoard(
        [AsParameters] JobRequest request, EventFiles events, HttpContext context) =>
        request.WhenFoundAsync<DownloadResult>(async job => job.StartedAt is { } startedAt
            ? await events.OpenAsync(context, job, startedAt, $"job-{job.Id}", () => [])
            : JobProblems.Conflict($"The job is {EnumNames.Format(job.State)} and has not started, so it has no metrics."));

    private static async Task<ModelVersion?> FindVersionAsync(Job job, ModelStore models, CancellationToken cancellationToken) =>
        job.Version is { } version ? await models.FindAsync(job.Model, version, cancellationToken) : null;

    private static async Task<TableFile?> FindTestTableAsync(string dataset, DatasetLibrary datasets, CancellationToken cancellationToken) =>
        await datasets.FindAsync(dataset, cancellationToken) is { Kind: DatasetKind.Table }
            ? (await datasets.LoadAsync(dataset, cancellationToken) as TableDataset)?.Test
            : null;
}
