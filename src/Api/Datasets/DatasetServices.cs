using LearnML.Training.Datasets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

/// <summary>What the handlers of the dataset routes use.</summary>
/// <param name="Library">All datasets.</param>
/// <param name="BuiltIn">The built-in datasets.</param>
/// <param name="Uploads">The uploaded datasets.</param>
/// <param name="Correction">Corrects uploaded datasets.</param>
/// <param name="CancellationToken">Cancels the request.</param>
internal readonly record struct DatasetServices(
    DatasetLibrary Library, DatasetCatalog BuiltIn, UploadStore Uploads, DatasetCorrection Correction, CancellationToken CancellationToken)
{
    /// <summary>Loads a dataset, and downloads it first if necessary; null if there is none with that name.</summary>
    public async Task<Dataset?> FindAsync(string name) =>
        await Library.FindAsync(name, CancellationToken) is null ? null : await Library.LoadAsync(name, CancellationToken);

    /// <summary>Returns the problem (404) for a dataset that does not exist.</summary>
    public async Task<ProblemHttpResult> NotFoundAsync(string name) => TypedResults.Problem(
        $"There is no dataset '{name}'. " +
        $"Known datasets: {string.Join(", ", (await Library.ListAsync(CancellationToken)).Select(known => known.Name))}.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>Returns the problem (409) if a dataset is built in, so that a request cannot change it; null if it is not.</summary>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="rule">What is not possible.</param>
    public ProblemHttpResult? FindBuiltInConflict(string name, string rule) => BuiltIn.Find(name) is null ? null
        : TypedResults.Problem($"The dataset '{name}' is built in and {rule}", statusCode: StatusCodes.Status409Conflict);
}
