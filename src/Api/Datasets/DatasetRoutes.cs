using System.ComponentModel;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

internal static class DatasetRoutes
{
    private const int MaximumPage = 1000;

    public static void MapDatasets(this WebApplication app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Datasets");

        datasets.MapGet("/", (DatasetCatalog catalog) => TypedResults.Ok(catalog.Summaries)).WithSummary("List the datasets");
        datasets.MapGet("/{name}", Get).WithSummary("Get a dataset's profile")
            .WithDescription("Reads it, and downloads it first where it is not in the dataset folder.").Problems(404, 503);
        datasets.MapGet("/{name}/rows", Rows).WithSummary("Page through a dataset's rows").Problems(400, 404, 503);
    }

    private static async Task<Results<Ok<DatasetProfile>, ProblemHttpResult>> Get(
        string name, DatasetCatalog catalog, CancellationToken cancellation) =>
        catalog.Find(name) is null ? NoSuchDataset(name, catalog) : TypedResults.Ok((await catalog.LoadAsync(name, cancellation)).Profile());

    private static async Task<Results<Ok<Page<ImageRow>>, ValidationProblem, ProblemHttpResult>> Rows(
        string name,
        DatasetCatalog catalog,
        CancellationToken cancellation,
        [Description("The part to read: train or test.")] string part = "train",
        [Description("Rows to leave out at the start.")] int skip = 0,
        [Description("Rows to return at most, 1 to 1000.")] int take = 10)
    {
        var errors = new FieldErrors();
        var wanted = EnumWord.Parse<DatasetPart>(part, "part", errors);
        errors.Require(skip >= 0, "skip", "must be at least 0");
        errors.Require(take is >= 1 and <= MaximumPage, "take", $"must be 1 to {MaximumPage}");
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (catalog.Find(name) is null)
        {
            return NoSuchDataset(name, catalog);
        }

        var dataset = await catalog.LoadAsync(name, cancellation);
        var images = wanted == DatasetPart.Train ? dataset.Train : dataset.Test;
        var first = Math.Min(skip, images.Rows);
        var page = Enumerable.Range(first, Math.Min(take, images.Rows - first)).Select(row => Row(dataset, images, row));
        return TypedResults.Ok(new Page<ImageRow>([.. page], images.Rows, skip));
    }

    private static ImageRow Row(ImageDataset dataset, ImagePart images, int row)
    {
        var size = dataset.Summary.Height * dataset.Summary.Width;
        var pixels = images.Pixels.AsSpan(row * size, size).ToArray();
        return new ImageRow(row, dataset.Summary.Classes[images.Labels[row]], images.Labels[row], Array.ConvertAll(pixels, pixel => (int)pixel));
    }

    private static ProblemHttpResult NoSuchDataset(string name, DatasetCatalog catalog) => TypedResults.Problem(
        $"There is no dataset '{name}'; there are {string.Join(", ", catalog.Summaries.Select(known => known.Name))}.",
        statusCode: StatusCodes.Status404NotFound);
}
