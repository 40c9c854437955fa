using System.Numerics;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>
/// The trained models: their versions and aliases, their predictions, what is inside them. A model, a version or an alias that is not there is
/// a <see cref="LearnMLException"/> of status 404; a name that is empty, <c>.</c> or <c>..</c> an <see cref="ArgumentException"/>.
/// </summary>
public sealed class ModelsClient
{
    private readonly JsonRequests requests;

    internal ModelsClient(JsonRequests requests) => this.requests = requests;

    /// <summary>All models with their versions and aliases.</summary>
    public Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellation = default) => requests.GetAsync<IReadOnlyList<Model>>("api/models", cancellation);

    /// <summary>A model with its versions and aliases.</summary>
    public Task<Model> GetAsync(string name, CancellationToken cancellation = default) => requests.GetAsync<Model>(Of(name), cancellation);

    /// <summary>A version of a model.</summary>
    public Task<ModelVersion> GetVersionAsync(string name, int version, CancellationToken cancellation = default) =>
        requests.GetAsync<ModelVersion>(Of(name, version), cancellation);

    /// <summary>Describes and tags a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="patch">What to change; what is null stays as it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Model> DescribeAsync(string name, ModelPatch patch, CancellationToken cancellation = default) => requests.PatchAsync<Model>(Of(name), patch, cancellation);

    /// <summary>Points an alias to a version, which is loaded and warm before it takes over.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias; <c>champion</c> is the one that answers for the model's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Model> PointAsync(string name, string alias, int version, CancellationToken cancellation = default) =>
        requests.PutAsync<Model>(Of(name, alias: alias), new ModelAlias(version), cancellation);

    /// <summary>Takes an alias away.</summary>
    public Task UnpointAsync(string name, string alias, CancellationToken cancellation = default) => requests.DeleteAsync(Of(name, alias: alias), cancellation);

    /// <summary>Deletes a version, which answers nothing until it is restored.</summary>
    /// <exception cref="LearnMLException">There is no such version (404), or an alias points to it (409).</exception>
    public Task DeleteVersionAsync(string name, int version, CancellationToken cancellation = default) => requests.DeleteAsync(Of(name, version), cancellation);

    /// <summary>Restores a version that was deleted.</summary>
    public Task<ModelVersion> RestoreVersionAsync(string name, int version, CancellationToken cancellation = default) =>
        requests.PostAsync<ModelVersion>($"{Of(name, version)}/restore", null, cancellation);

    /// <summary>Downloads a version for another runtime.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="format">As what.</param>
    /// <param name="destination">Takes the file.</param>
    /// <param name="cancellation">Ends the call; what has been written by then stays.</param>
    /// <exception cref="LearnMLException">
    /// There is no such version, or its job is not here whose metrics are asked for (404), or it cannot be written in that format (409).
    /// </exception>
    public Task DownloadAsync(string name, int version, ModelFormat format, Stream destination, CancellationToken cancellation = default) =>
        requests.DownloadAsync(JsonRequests.Query($"{Of(name, version)}/download", ("format", format)), destination, cancellation);

    /// <summary>Takes in a model as a file: safetensors with the description that a download has.</summary>
    /// <param name="file">The file, which is read to its end and closed.</param>
    /// <param name="name">The model that it becomes the newest version of. Default: the one that it was a version of.</param>
    /// <param name="cancellation">Ends the call; nothing half-stored remains.</param>
    /// <exception cref="LearnMLException">It cannot be taken in (400), or is too large (413).</exception>
    public async Task<ModelVersion> ImportAsync(Stream file, string? name = null, CancellationToken cancellation = default)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(file), "file", "model.safetensors" } };
        if (name is not null)
        {
            form.Add(new StringContent(name), "name");
        }

        return await requests.PostFormAsync<ModelVersion>("api/models", form, cancellation);
    }

    /// <summary>Asks a model what images show.</summary>
    /// <param name="name">The model.</param>
    /// <param name="instances">The images, each its pixels, 0 to 255, row by row from the top.</param>
    /// <param name="version">The version that is to answer. Default: the one that answers for the model's name.</param>
    /// <param name="alias">Or the alias whose version is.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>One answer per image.</returns>
    /// <exception cref="ArgumentException">Both a version and an alias are named, or a number is NaN or infinite.</exception>
    /// <exception cref="LearnMLException">
    /// There is no such model (404), the images do not fit it (400), or more is asked than can be carried (503, with <see cref="LearnMLException.RetryAfter"/>).
    /// </exception>
    public Task<PredictionResponse> PredictAsync<TPixel>(
        string name, IEnumerable<IEnumerable<TPixel>> instances, int? version = null, string? alias = null, CancellationToken cancellation = default)
        where TPixel : struct, INumber<TPixel> =>
        requests.PostAsync<PredictionResponse>($"{Of(name, version, alias)}/predict", new { instances }, cancellation);

    /// <summary>Asks a model for the targets of a table's rows.</summary>
    /// <param name="name">The model.</param>
    /// <param name="rows">The rows, each its values by column: numbers, texts, booleans. What is left out or null is missing.</param>
    /// <param name="version">The version that is to answer. Default: the one that answers for the model's name.</param>
    /// <param name="alias">Or the alias whose version is.</param>
    /// <param name="strict">Whether what is missing, of the wrong type or not seen in training is refused; otherwise it is taken for missing and told in the warnings.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>One answer per row.</returns>
    /// <exception cref="ArgumentException">Both a version and an alias are named, or a number is NaN or infinite.</exception>
    /// <exception cref="LearnMLException">
    /// There is no such model (404), the rows do not fit it (400), or more is asked than can be carried (503, with <see cref="LearnMLException.RetryAfter"/>).
    /// </exception>
    public Task<PredictionResponse> PredictAsync<TValue>(
        string name, IEnumerable<IReadOnlyDictionary<string, TValue>> rows, int? version = null, string? alias = null, bool strict = false, CancellationToken cancellation = default) =>
        requests.PostAsync<PredictionResponse>(JsonRequests.Query($"{Of(name, version, alias)}/predict", ("strict", strict)), new { rows }, cancellation);

    /// <summary>The JSON Schema of what a model takes, with an example.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version. Default: the one that answers for the model's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<JsonElement> SchemaAsync(string name, int? version = null, CancellationToken cancellation = default) =>
        requests.GetAsync<JsonElement>($"{Of(name, version)}/schema", cancellation);

    /// <summary>The layers of the version that answers for a model's name, with shapes, parameters and multiply-adds.</summary>
    public Task<NetworkGraph> GraphAsync(string name, CancellationToken cancellation = default) => requests.GetAsync<NetworkGraph>($"{Of(name)}/graph", cancellation);

    /// <summary>The parameters of the version that answers for a model's name, with their figures and histograms.</summary>
    public Task<IReadOnlyList<ParameterSummary>> ParametersAsync(string name, CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<ParameterSummary>>($"{Of(name)}/parameters", cancellation);

    /// <summary>The numbers of a parameter of the version that answers for a model's name.</summary>
    /// <param name="name">The model.</param>
    /// <param name="path">The parameter, for example <c>0.weight</c>.</param>
    /// <param name="skip">Numbers to leave out at the start.</param>
    /// <param name="take">Numbers to return at most, 1 to 1,000,000.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ParameterValues> ParameterAsync(string name, string path, long skip = 0, int take = 1_000_000, CancellationToken cancellation = default) =>
        requests.GetAsync<ParameterValues>(JsonRequests.Query($"{Of(name)}/parameters/{JsonRequests.Part(path)}", ("skip", skip), ("take", take)), cancellation);

    private static string Of(string name, int? version = null, string? alias = null)
    {
        var model = $"api/models/{JsonRequests.Part(name)}";
        return (version, alias) switch
        {
            (null, null) => model,
            ({ } number, null) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{model}/versions/{number}"),
            (null, { } word) => $"{model}/aliases/{JsonRequests.Part(word)}",
            _ => throw new ArgumentException("A version and an alias exclude each other.", nameof(alias)),
        };
    }
}
