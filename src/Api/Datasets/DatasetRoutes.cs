using System.ComponentModel;
using LearnML.Api.Access;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

internal static class DatasetRoutes
{
    private const int MaximumPage = 1000;
    private const int MostNamed = 20;

    public static void MapDatasets(this WebApplication app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Datasets").For(Scope.Read)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        datasets.MapGet("/", async (DatasetLibrary library, CancellationToken cancellation) => TypedResults.Ok(await library.ListAsync(cancellation)))
            .WithSummary("List the datasets");
        datasets.MapPost("/", Upload).WithSummary("Upload a CSV file")
            .WithDescription("Send a form with `file` and `name`. Optional: `target`, `types` (a JSON object) and `exclude` (a JSON list). " +
                "Also optional, because the service detects them: `delimiter`, `quote`, `header`, `encoding`, `decimalMark` and `missingMarks` " +
                "(a JSON list).")
            .Accepts<UploadRequest>(RouteDocumentation.Form).WithMetadata(Examples.Upload).Problems(400, 409, 413, 415)
            .TakesFile().DisableAntiforgery().For(Scope.Train);
        datasets.MapGet("/{name}", Get).WithSummary("Get a dataset's profile")
            .WithDescription("Reads the dataset. Downloads it first if it is not in the dataset folder.").Problems(404);
        datasets.MapGet("/{name}/rows", Rows).WithSummary("Page through a dataset's rows").Problems(400, 404);
        datasets.MapPatch("/{name}", Correct).WithSummary("Correct the column types or the target of an uploaded dataset")
            .WithDescription("The file is inspected again; columns that you do not name keep their types. " +
                "Models that were trained on the dataset do not change, because a checkpoint has column types of its own. " +
                "A dataset cannot be corrected while a job that uses it is queued or running.")
            .Takes<DatasetPatch>(Examples.Correction).Problems(404, 409).For(Scope.Train);
        datasets.MapDelete("/{name}", Delete).WithSummary("Delete an uploaded dataset")
            .WithDescription("Models that were trained on it stay. A dataset cannot be deleted while a job that uses it is queued or running.")
            .Problems(404, 409).For(Scope.Train);
    }

    private static Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> Upload(
        HttpRequest request, DatasetUpload upload, CancellationToken cancellation) => upload.AcceptAsync(request, cancellation);

    private static async Task<Results<Ok<DatasetProfile>, ProblemHttpResult>> Get(
        string name, DatasetLibrary library, CancellationToken cancellation) =>
        await library.FindAsync(name, cancellation) is null
            ? await NoSuchDatasetAsync(name, library, cancellation)
            : TypedResults.Ok((await library.LoadAsync(name, cancellation)).Profile());

    private static async Task<Results<Ok<Page<DatasetRow>>, ValidationProblem, ProblemHttpResult>> Rows(
        string name,
        DatasetLibrary library,
        CancellationToken cancellation,
        [Description("The part to read: train or test.")] string part = "train",
        [Description("The number of rows to skip at the start.")] int skip = 0,
        [Description("The maximum number of rows to return, 1 to 1000.")] int take = 10)
    {
        var errors = new FieldErrors();
        var datasetPart = EnumWord.Parse<DatasetPart>(part, "part", errors) ?? DatasetPart.Train;
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPage, "take", $"must be 1 to {MaximumPage}");
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await library.FindAsync(name, cancellation) is null)
        {
            return await NoSuchDatasetAsync(name, library, cancellation);
        }

        return await library.LoadAsync(name, cancellation) switch
        {
            ImageDataset images => TypedResults.Ok(Images(images, datasetPart, skip, take)),
            TableDataset table when (datasetPart == DatasetPart.Train ? table.Train : table.Test) is { } file =>
                TypedResults.Ok(Table(name, file, skip, take)),
            _ => TypedResults.Problem($"The dataset '{name}' has no test part.", statusCode: StatusCodes.Status404NotFound),
        };
    }

    private static async Task<Results<Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> Correct(
        string name, JsonBody body, DatasetLibrary library, DatasetCatalog builtIn, DatasetCorrection correction, CancellationToken cancellation) =>
        builtIn.Find(name) is not null
            ? TypedResults.Problem(
                $"The dataset '{name}' is built in and cannot be changed. Choose columns with preprocessing.columns in a spec.",
                statusCode: StatusCodes.Status409Conflict)
            : await correction.CorrectAsync(name, body.Json, cancellation) ?? await NoSuchDatasetAsync(name, library, cancellation);

    /// <summary>Returns the message for a dataset that cannot be changed or deleted because jobs use it.</summary>
    internal static string LearnedFrom(string name, IReadOnlyList<Guid> jobs, string action) =>
        $"The dataset '{name}' is used by the jobs {string.Join(", ", jobs.Take(MostNamed))}{(jobs.Count > MostNamed ? ", ..." : "")}. " +
        $"Wait for these jobs to end, or cancel them, then {action} it.";

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string name, DatasetLibrary library, DatasetCatalog builtIn, UploadStore uploads, CancellationToken cancellation)
    {
        if (builtIn.Find(name) is not null)
        {
            return TypedResults.Problem($"The dataset '{name}' is built in and cannot be deleted.", statusCode: StatusCodes.Status409Conflict);
        }

        return await uploads.DeleteAsync(name, cancellation) switch
        {
            null => await NoSuchDatasetAsync(name, library, cancellation),
            { Count: 0 } => TypedResults.NoContent(),
            var jobs => TypedResults.Problem(LearnedFrom(name, jobs, "delete"), statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static Page<DatasetRow> Images(ImageDataset dataset, DatasetPart part, int skip, int take)
    {
        var images = part == DatasetPart.Train ? dataset.Train : dataset.Test;
        var first = Math.Min(skip, images.Rows);
        var rows = Enumerable.Range(first, Math.Min(take, images.Rows - first)).Select(row => new DatasetRow
        {
            Row = row,
            Label = dataset.Shape.Classes[images.Labels[row]],
            ClassIndex = images.Labels[row],
            Pixels = Array.ConvertAll(images.Pixels.AsSpan(row * dataset.Input.Size, dataset.Input.Size).ToArray(), pixel => (int)pixel),
        });
        return new Page<DatasetRow>([.. rows], images.Rows, skip);
    }

    private static Page<DatasetRow> Table(string name, TableFile file, int skip, int take)
    {
        try
        {
            return new Page<DatasetRow>(
                [.. TableRows.Read(file.Path, file.Schema, skip, take)
                    .Select((values, index) => new DatasetRow { Row = skip + index, Values = values })],
                file.Profile.Rows,
                skip);
        }
        catch (FileNotFoundException exception)
        {
            throw UploadStore.FileIsGone(name, exception);
        }
    }

    private static async Task<ProblemHttpResult> NoSuchDatasetAsync(
        string name, DatasetLibrary library, CancellationToken cancellation) => TypedResults.Problem(
        $"There is no dataset '{name}'. Known datasets: {string.Join(", ", (await library.ListAsync(cancellation)).Select(known => known.Name))}.",
        statusCode: StatusCodes.Status404NotFound);
}
