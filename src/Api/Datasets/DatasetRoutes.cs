using System.ComponentModel;
using System.Globalization;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

internal static class DatasetRoutes
{
    private const int MaximumPageSize = 1000;

    public static void MapDatasets(this WebApplication app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Datasets").RequireScope(Scope.Read)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        datasets.MapGet("/", async ([AsParameters] DatasetServices services) =>
            TypedResults.Ok(await services.Library.ListAsync(services.CancellationToken)))
            .WithSummary("List the datasets");
        datasets.MapPost("/", UploadAsync).WithSummary("Upload a table")
            .WithDescription("Send a form with `file` and `name`. The file is CSV, Parquet, JSON Lines or an Excel workbook, also compressed with " +
                "gzip, or a ZIP archive of tables. Several `file` parts with the same columns become one table. " +
                "Optional: `target`, `sheet` of a workbook, `types` (a JSON object) and `exclude` (a JSON list). " +
                "Also optional, because the service detects them: `delimiter`, `quote`, `header`, `encoding`, `decimalMark` and `missingMarks` " +
                "(a JSON list).")
            .Accepts<UploadRequest>(RouteDocumentation.FormContentType).WithMetadata(Examples.Upload).ProducesProblems(400, 409, 413, 415)
            .LimitConcurrentUploads().DisableAntiforgery().RequireScope(Scope.Train);
        datasets.MapPost("/preview", PreviewAsync).WithSummary("Preview a table")
            .WithDescription("Send the form of an upload; `name` may be left out. Returns the first rows, the types of the columns and the doubts. " +
                "Nothing is stored.")
            .Accepts<UploadRequest>(RouteDocumentation.FormContentType).WithMetadata(Examples.Upload).ProducesProblems(400, 413, 415)
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

    private static Task<Results<Ok<DatasetPreview>, ValidationProblem>> PreviewAsync(
        HttpRequest request, DatasetUpload upload, CancellationToken cancellationToken) => upload.PreviewAsync(request, cancellationToken);

    private static async Task<Results<Ok<DatasetProfile>, ProblemHttpResult>> GetAsync(string name, [AsParameters] DatasetServices services) =>
        await services.FindAsync(name) is { } dataset ? TypedResults.Ok(dataset.CreateProfile()) : await services.NotFoundAsync(name);

    private static async Task<Results<Ok<Page<DatasetRow>>, ValidationProblem, ProblemHttpResult>> GetRowsAsync(
        string name,
        [AsParameters] DatasetServices services,
        [Description("The part to read: train or test.")] string part = "train",
        [Description("The number of rows to skip at the start.")] int skip = 0,
        [Description("The maximum number of rows to return, 1 to 1000.")] int take = 10,
        [Description("The numbers of up to 1000 rows, from 0, separated by commas; instead of skip and take.")] string? rows = null)
    {
        var errors = new FieldErrors();
        var datasetPart = errors.ParseEnum<DatasetPart>(part, "part") ?? DatasetPart.Train;
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPageSize, "take", $"must be 1 to {MaximumPageSize}");
        var dataset = await services.FindAsync(name);
        var chosen = rows is null || dataset is null ? null : ReadRowNumbers(rows, CountRows(dataset, datasetPart), errors);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        return dataset switch
        {
            null => await services.NotFoundAsync(name),
            ImageDataset images when chosen is not null =>
                TypedResults.Ok(new Page<DatasetRow>(
                    DatasetRows.ReadImages(images, datasetPart, chosen), DatasetRows.CountImages(images, datasetPart), skip)),
            ImageDataset images => TypedResults.Ok(DatasetRows.ReadImages(images, datasetPart, skip, take)),
            TableDataset table when GetFile(table, datasetPart) is { } file => TypedResults.Ok(chosen is null
                ? DatasetRows.ReadTable(name, file, skip, take, services.CancellationToken)
                : DatasetRows.ReadTable(name, file, chosen, services.CancellationToken)),
            _ => TypedResults.Problem($"The dataset '{name}' has no test part.", statusCode: StatusCodes.Status404NotFound),
        };
    }

    private static TableFile? GetFile(TableDataset table, DatasetPart part) => part == DatasetPart.Train ? table.Train : table.Test;

    /// <summary>The number of rows of a part; null if the dataset does not have the part.</summary>
    private static int? CountRows(Dataset dataset, DatasetPart part) => dataset is ImageDataset images
        ? DatasetRows.CountImages(images, part)
        : GetFile((TableDataset)dataset, part)?.Profile.Rows;

    /// <summary>Reads the numbers of chosen rows.</summary>
    private static int[] ReadRowNumbers(string rows, int? count, FieldErrors errors)
    {
        var numbers = rows.Split(',').Select(row => int.TryParse(row, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        errors.Require(numbers.Length <= MaximumPageSize && numbers.All(number => number >= 0 && !(number >= count)), "rows",
            $"must be up to {MaximumPageSize} whole numbers from 0, below the number of rows, separated by commas");
        return numbers;
    }

    private static async Task<Results<Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> CorrectAsync(
        string name, JsonBody body, [AsParameters] DatasetServices services) =>
        services.FindBuiltInConflict(name, "cannot be changed. Choose columns with preprocessing.columns in a spec.") is { } conflict
            ? conflict
            : await services.Correction.CorrectAsync(name, body.Json, services.CancellationToken) ?? await services.NotFoundAsync(name);

    /// <summary>Returns the message for a dataset that cannot be changed or deleted because jobs use it.</summary>
    internal static string InUseMessage(string name, IReadOnlyList<Guid> jobs, string action) =>
        $"The dataset '{name}' is used by the jobs " +
        $"{string.Join(", ", jobs.Take(FieldErrors.MaximumListed))}{(jobs.Count > FieldErrors.MaximumListed ? ", ..." : "")}. " +
        $"Wait for these jobs to end, or cancel them, then {action} it.";

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, [AsParameters] DatasetServices services)
    {
        if (services.FindBuiltInConflict(name, "cannot be deleted.") is { } conflict)
        {
            return conflict;
        }

        return await services.Uploads.DeleteAsync(name, services.CancellationToken) switch
        {
            null => await services.NotFoundAsync(name),
            { Count: 0 } => TypedResults.NoContent(),
            var jobs => TypedResults.Problem(InUseMessage(name, jobs, "delete"), statusCode: StatusCodes.Status409Conflict),
        };
    }
}
