using System.Text.Json.Nodes;
using LearnML.Api.Access;
using LearnML.Api.Recipes;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Swagger;

/// <summary>Names and ids of what is there, so that the documented examples run as they stand.</summary>
/// <remarks>Who may not ask for them by the routes is not told them by the document: the framework's own examples do there.</remarks>
internal sealed class ExampleValues(IDbContextFactory<LearnMLContext> contexts, DatasetCatalog datasets, IHttpContextAccessor accessor)
{
    private const string Dataset = "glyphs";

    /// <summary>The example of a path parameter; null where the framework's own will do.</summary>
    public JsonNode? Parameter(string name, string path, string method, JobExample? job)
    {
        if (!May(Scope.Read))
        {
            return null;
        }

        using var context = contexts.CreateDbContext();
        return (name, path.Split('/')[2]) switch
        {
            ("id", _) => JobId(context, job),
            ("ids", _) => string.Join(',', context.Jobs.OrderByDescending(each => each.CreatedAt).Take(2).Select(each => each.Id)),
            ("name", "activations") => "sigmoid",
            ("path", _) => "0.weight",
            ("name", "recipes") => RecipeBook.Find(Dataset)!.Name,
            ("name", "datasets") => method == HttpMethods.Delete || method == HttpMethods.Patch ? context.Uploads.OrderByDescending(upload => upload.CreatedAt).Select(upload => upload.Name).FirstOrDefault() ?? Dataset : Dataset,
            ("name", "keys") => !May(Scope.Admin) ? null : context.Keys.Where(key => key.RevokedAt == null).OrderByDescending(key => key.CreatedAt).Select(key => key.Name).FirstOrDefault() ?? "train-1",
            ("name", "models") => NewestOfImages(context) ?? Dataset,
            ("version", _) => 1,
            ("alias", _) => "champion",
            _ => null,
        };
    }

    /// <summary>The pixels of an image of the generated dataset.</summary>
    public JsonArray Image()
    {
        var dataset = (ImageDataset)datasets.LoadAsync(Dataset, CancellationToken.None).GetAwaiter().GetResult();
        return new JsonArray([.. dataset.Test.Pixels.Take(dataset.Input.Size).Select(pixel => JsonValue.Create((int)pixel))]);
    }

    /// <summary>What is made without a request is for the program itself.</summary>
    private bool May(Scope scope) => accessor.HttpContext is not { } request || Callers.May(request.User, scope);

    /// <summary>The model that the example of an image fits.</summary>
    private string? NewestOfImages(LearnMLContext context) => context.ModelVersions.OrderByDescending(version => version.JobId).AsEnumerable()
        .FirstOrDefault(version => datasets.Find(version.Details.Dataset)?.Kind == DatasetKind.Images)?.Name;

    /// <summary>The newest job that fits; where there is none, an id that shows the form.</summary>
    private static JsonNode JobId(LearnMLContext context, JobExample? example) => context.Jobs
        .Where(job => example == null || (example.States.Contains(job.State) && (example.Dataset == null || example.Dataset == job.Dataset)))
        .OrderByDescending(job => job.CreatedAt).Select(job => job.Id).FirstOrDefault()
        .ToString(); // The document's writer knows texts, not ids.
}
