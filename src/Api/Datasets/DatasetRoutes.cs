using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

internal static class DatasetRoutes
{
    private const int MaximumPageSize = 1000;
    private const int MaximumListedJobs = 20;

    public static void MapDatasets(this WebApplication app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Datasets").RequireScope(Scope.Read)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        datasets.MapGet(
            "/", async (DatasetLibrary library, CancellationToken cancellationToken) => TypedResults.Ok(await library.ListAsync(cancellationToken)))
            .WithSummary("List the datasets");
        datasets.MapPost("/", UploadAsync).WithSummary("Upload a CSV file")
            .WithDescription("Send a form with `file` and `name`. Optional: `target`, `types` (a JSON object) and `exclude` (a JSON list). " +
                "Also optional, because the service detects them: `delimiter`, `quote`, `header`, `encoding`, `decimalMark` and `missingMarks` " +
                "(a JSON list).")
            .Accepts<UploadRequest>(RouteDocumentation.FormContentType).WithMetadata(Examples.Upload).ProducesProblems(400, 409, 413, 415)
            .LimitConcurrentUploads().DisableAntiforgery().RequireScope(Scope.Train);
        datasets.MapGet("/{name}", GetAsync).WithSummary("Get a dataset's profile")
            .WithDescription("Reads the dataset. Downloads it first if it is not in the dataset folder.").ProducesProblems(404);
        datasets.MapGet("/{name}/rows", GetRowsAsync).WithSummary("Page through a dataset's rows").ProducesProblems(400, 404);
        datasets.MapPatch("/{name}", CorrectAsync).WithSummary("Correct the column types or the target of an uploaded dataset")
            .WithDescription("The file is inspected again; columns that you do not name keep their types. " +
                "Models that were trained on the dataset do not change, because a checkpoint has column types of its own. " +
                "A dataset cannot be corrected while a job that uses it is queued or running.")
            .AcceptsBody<DatasetPatch>(Examples.Correction).ProducesProblems(404, 409).RequireScope(Scope.Train);
        datasets.MapDelete("/{name}", DeleteAsync).WithSummary("Delete an uploaded dataset")
            .WithDescription("Models that were trained on it stay. A dataset cannot be deleted while a job that uses it is queued or running.")
            .ProducesProblems(404, 409).RequireScope(Scope.Train);
    }

    private static Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> UploadAsync(
        HttpRequest request, DatasetUpload upload, CancellationToken cancellationToken) => upload.UploadAsync(request, cancellationToken);

    private static async Task<Results<Ok<DatasetProfile>, ProblemHttpResult>> GetAsync(
        string name, DatasetLibrary library, CancellationToken cancellationToken) =>
        await library.FindAsync(name, cancellationToken) is null
            ? await DatasetNotFoundAsync(name, library, cancellationToken)
            : TypedResults.Ok((await library.LoadAsync(name, cancellationToken)).CreateProfile());

    private static async Task<Results<Ok<Page<DatasetRow>>, ValidationProblem, ProblemHttpResult>> GetRowsAsync(
        string name,
        DatasetLibrary library,
        CancellationToken cancellationToken,
        [Description("The part to read: train or test.")] string part = "train",
        [Description("The number of rows to skip at the start.")] int skip = 0,
        [Description("The maximum number of rows to return, 1 to 1000.")] int take = 10)
    {
        var errors = new FieldErrors();
        var datasetPart = errors.ParseEnum<DatasetPart>(part, "part") ?? DatasetPart.Train;
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPageSize, "take", $"must be 1 to {MaximumPageSize}");
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await library.FindAsync(name, cancellationToken) is null)
        {
            return await DatasetNotFoundAsync(name, library, cancellationToken);
        }

        return await library.LoadAsync(name, cancellationToken) switch
        {
            ImageDataset images => TypedResults.Ok(ReadImages(images, datasetPart, skip, take)),
            TableDataset table when (datasetPart == DatasetPart.Train ? table.Train : table.Test) is { } file =>
                TypedResults.Ok(ReadTable(name, file, skip, take)),
            _ => TypedResults.Problem($"The dataset '{name}' has no test part.", statusCode: StatusCodes.Status404NotFound),
        };
    }

    private static async Task<Results<Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> CorrectAsync(
        string name, JsonBody body, DatasetLibrary library,
        DatasetCatalog builtIn, DatasetCorrection correction, CancellationToken cancellationToken) =>
        builtIn.Find(name) is not null
            ? TypedResults.Problem(
                $"The dataset '{name}' is built in and cannot be changed. Choose columns with preprocessing.columns in a spec.",
                statusCode: StatusCodes.Status409Conflict)
            : await correction.CorrectAsync(name, body.Json, cancellationToken) ?? await DatasetNotFoundAsync(name, library, cancellationToken);

    /// <summary>Returns the message for a dataset that cannot be changed or deleted because jobs use it.</summary>
    internal static string InUseMessage(string name, IReadOnlyList<Guid> jobs, string action) =>
        $"The dataset '{name}' is used by the jobs "
            + $"{string.Join(", ", jobs.Take(MaximumListedJobs))}{(jobs.Count > MaximumListedJobs ? ", ..." : "")}. " +
        $"Wait for these jobs to end, or cancel them, then {action} it.";

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string name, DatasetLibrary library, DatasetCatalog builtIn, UploadStore uploads, CancellationToken cancellationToken)
    {
        if (builtIn.Find(name) is not null)
        {
            return TypedResults.Problem($"The dataset '{name}' is built in and cannot be deleted.", statusCode: StatusCodes.Status409Conflict);
        }

        return await uploads.DeleteAsync(name, cancellationToken) switch
        {
            null => await DatasetNotFoundAsync(name, library, cancellationToken),
            { Count: 0 } => TypedResults.NoContent(),
            var jobs => TypedResults.Problem(InUseMessage(name, jobs, "delete"), statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static Page<DatasetRow> ReadImages(ImageDataset dataset, DatasetPart part, int skip, int take)
    {
        var images = part == DatasetPart.Train ? dataset.Train : dataset.Test;
        var first = Math.Min(skip, images.RowCount);
        var rows = Enumerable.Range(first, Math.Min(take, images.RowCount - first)).Select(row => new DatasetRow
        {
            Row = row,
            Label = dataset.Shape.Classes[images.Labels[row]],
            ClassIndex = images.Labels[row],
            Pixels = Array.ConvertAll(images.Pixels.AsSpan(row * dataset.Input.Size, dataset.Input.Size).ToArray(), pixel => (int)pixel),
        });
        return new Page<DatasetRow>([.. rows], images.RowCount, skip);
    }

    private static Page<DatasetRow> ReadTable(string name, TableFile file, int skip, int take)
    {
        try
        {
            return new Page<DatasetRow>(
                [.. RawRowReader.Read(file.Path, file.Schema, skip, take)
                    .Select((values, index) => new DatasetRow { Row = skip + index, Values = values })],
                file.Profile.Rows,
                skip);
        }
        catch (FileNotFoundException exception)
        {
            throw UploadStore.FileMissing(name, exception);
        }
    }

    private static async Task<ProblemHttpResult> DatasetNotFoundAsync(
        string name, DatasetLibrary library, CancellationToken cancellationToken) => TypedResults.Problem(
        $"There is no dataset '{name}'. Known datasets: "
            + $"{string.Join(", ", (await library.ListAsync(cancellationToken)).Select(known => known.Name))}.",
        statusCode: StatusCodes.Status404NotFound);
}
