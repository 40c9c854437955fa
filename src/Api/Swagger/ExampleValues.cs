using System.Text.Json.Nodes;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Recipes;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Swagger;

/// <summary>Finds existing names and ids, so that the documented examples run without changes.</summary>
/// <remarks>Callers without the scope to read these names get the framework's own examples instead.</remarks>
internal sealed class ExampleValues(IDbContextFactory<LearnMLContext> contexts, DatasetCatalog datasets, IHttpContextAccessor accessor)
{
    private const string Dataset = Glyphs.Name;
    private const string Table = "polynomial";

    /// <summary>Returns the example of a path parameter; null to keep the framework's own example.</summary>
    public JsonNode? GetParameterExample(string name, string path, string method, JobExample? job)
    {
        if (!HasScope(Scope.Read))
        {
            return null;
        }

        using var context = contexts.CreateDbContext();
        return (name, path.Split('/')[2]) switch
        {
            ("id", _) => FindJobId(context, job),
            ("ids", _) => string.Join(',', context.Jobs.OrderByDescending(each => each.CreatedAt).Take(2).Select(each => each.Id)),
            ("name", "activations") => "sigmoid",
            ("path", _) => "0.weight",
            ("name", "recipes") => RecipeCatalog.Find(Dataset)!.Name,
            ("name", "datasets") when path.Split('/')[^1] is "associations" or "column" => Table,
            ("column", "datasets") => "x1",
            ("name", "datasets") => method == HttpMethods.Delete || method == HttpMethods.Patch
                ? context.Uploads.OrderByDescending(upload => upload.CreatedAt).Select(upload => upload.Name).FirstOrDefault() ?? Dataset
                : Dataset,
            ("name", "keys") => !HasScope(Scope.Admin)
                ? null
                : context.Keys.Where(key => key.RevokedAt == null).OrderByDescending(key => key.CreatedAt).Select(key => key.Name).FirstOrDefault()
                    ?? "train-1",
            ("name", "models") when path.EndsWith("/explain", StringComparison.Ordinal) || path.EndsWith("/effects", StringComparison.Ordinal) =>
                FindNewestModel(context, Table) ?? Table,
            ("name", "models") => FindNewestImageModel(context) ?? Dataset,
            ("version", _) => 1,
            ("alias", _) => "champion",
            _ => null,
        };
    }

    /// <summary>Returns the pixels of one image of the generated dataset.</summary>
    public JsonArray GetImagePixels()
    {
        var dataset = (ImageDataset)datasets.LoadAsync(Dataset, CancellationToken.None).GetAwaiter().GetResult();
        return new JsonArray([.. dataset.Test.Pixels.Take(dataset.Input.Size).Select(pixel => JsonValue.Create((int)pixel))]);
    }

    /// <summary>Whether the caller has the scope. Without a request the document is for the program itself.</summary>
    private bool HasScope(Scope scope) => accessor.HttpContext is not { } request || CallerClaims.HasScope(request.User, scope);

    /// <summary>Returns the newest model of a dataset.</summary>
    private static string? FindNewestModel(LearnMLContext context, string dataset) => context.ModelVersions
        .OrderByDescending(version => version.JobId).AsEnumerable().FirstOrDefault(version => version.Details.Dataset == dataset)?.Name;

    /// <summary>Returns the newest model of images, which the example image fits.</summary>
    private string? FindNewestImageModel(LearnMLContext context) => context.ModelVersions.OrderByDescending(version => version.JobId).AsEnumerable()
        .FirstOrDefault(version => datasets.Find(version.Details.Dataset)?.Kind == DatasetKind.Images)?.Name;

    /// <summary>Returns the id of the newest job that fits; if there is none, an id of zeros.</summary>
    private static JsonNode FindJobId(LearnMLContext context, JobExample? example) => context.Jobs
        .Where(job => example == null || (example.States.Contains(job.State) && (example.Dataset == null || example.Dataset == job.Dataset)))
        .OrderByDescending(job => job.CreatedAt).Select(job => job.Id).FirstOrDefault()
        .ToString(); // The document's writer supports strings, not ids.
}
