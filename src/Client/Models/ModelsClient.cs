using System.Numerics;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>
/// Manages trained models with their versions and aliases, predicts with them and reads their parameters. An unknown model, version or alias
/// throws a <see cref="LearnMLException"/> with status 404; an empty name, <c>.</c> or <c>..</c> throws an <see cref="ArgumentException"/>.
/// </summary>
public sealed class ModelsClient
{
    private readonly JsonRequests requests;

    internal ModelsClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns all models with their versions and aliases. The versions have no specs and no class names.</summary>
    public Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<Model>>("api/models", cancellationToken);

    /// <summary>Returns a model with its versions and aliases. The versions have no specs and no class names.</summary>
    public Task<Model> GetAsync(string name, CancellationToken cancellationToken = default) =>
        requests.GetAsync<Model>(PathOf(name), cancellationToken);

    /// <summary>Returns a version of a model, with its spec and class names.</summary>
    public Task<ModelVersion> GetVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        requests.GetAsync<ModelVersion>(PathOf(name, version), cancellationToken);

    /// <summary>Changes the description and the tags of a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="patch">The changes; properties that are null do not change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Model> DescribeAsync(string name, ModelPatch patch, CancellationToken cancellationToken = default) =>
        requests.PatchAsync<Model>(PathOf(name), patch, cancellationToken);

    /// <summary>Points an alias to a version. The service loads and warms up the version before the alias moves.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="alias">The alias; <c>champion</c> serves requests for the model's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Model> SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default) =>
        requests.PutAsync<Model>(PathOf(name, alias: alias), new ModelAlias(version), cancellationToken);

    /// <summary>Removes an alias.</summary>
    public Task RemoveAliasAsync(string name, string alias, CancellationToken cancellationToken = default) =>
        requests.DeleteAsync(PathOf(name, alias: alias), cancellationToken);

    /// <summary>Deletes a version. It serves no predictions until it is restored.</summary>
    /// <exception cref="LearnMLException">The version does not exist (404), or an alias points to it (409).</exception>
    public Task DeleteVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        requests.DeleteAsync(PathOf(name, version), cancellationToken);

    /// <summary>Restores a deleted version.</summary>
    public Task<ModelVersion> RestoreVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        requests.PostAsync<ModelVersion>($"{PathOf(name, version)}/restore", null, cancellationToken);

    /// <summary>Downloads a version as a file for other programs.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="format">The file format.</param>
    /// <param name="destination">The stream that the file is written to.</param>
    /// <param name="cancellationToken">Cancels the download; the part already written stays in the stream.</param>
    /// <exception cref="LearnMLException">
    /// The version does not exist, or the format needs the metrics of its job, which does not exist here (404), or the version cannot be
    /// written in this format (409).
    /// </exception>
    public Task DownloadAsync(
        string name, int version, ModelFormat format, Stream destination, CancellationToken cancellationToken = default) =>
        requests.DownloadAsync(JsonRequests.AddQuery($"{PathOf(name, version)}/download", ("format", format)), destination, cancellationToken);

    /// <summary>Imports a model from a safetensors file with the description that a download contains.</summary>
    /// <param name="file">The file; it is read to its end and closed.</param>
    /// <param name="name">The model that gets the file as its newest version. Default: the model name in the file.</param>
    /// <param name="cancellationToken">Cancels the import; the service then stores nothing.</param>
    /// <exception cref="LearnMLException">The file cannot be imported (400), or is too large (413).</exception>
    public async Task<ModelVersion> ImportAsync(Stream file, string? name = null, CancellationToken cancellationToken = default)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(file), "file", "model.safetensors" } };
        if (name is not null)
        {
            form.Add(new StringContent(name), "name");
        }

        return await requests.PostFormAsync<ModelVersion>("api/models", form, cancellationToken);
    }

    /// <summary>Predicts the classes of images.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="instances">The images, each as its pixels, 0 to 255, row by row from the top.</param>
    /// <param name="version">The version to use. Default: the version that serves the model's name.</param>
    /// <param name="alias">The alias of the version to use, instead of <paramref name="version"/>.</param>
    /// <param name="set">
    /// The level of a set of classes for each image, such as 0.9: the share of true classes that the sets should hold. Default: no sets.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>One prediction per image.</returns>
    /// <exception cref="ArgumentException">Both a version and an alias are given, or a number is NaN or infinite.</exception>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), the images do not fit it (400), or the service is overloaded (503, with
    /// <see cref="LearnMLException.RetryAfter"/>).
    /// </exception>
    public Task<PredictionResponse> PredictAsync<TPixel>(
        string name, IEnumerable<IEnumerable<TPixel>> instances,
        int? version = null, string? alias = null, double? set = null, CancellationToken cancellationToken = default)
        where TPixel : struct, INumber<TPixel> => requests.PostAsync<PredictionResponse>(
            JsonRequests.AddQuery($"{PathOf(name, version, alias)}/predict", ("set", set)), new { instances }, cancellationToken);

    /// <summary>Predicts the targets of a table's rows.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="rows">The rows, each as values by column: numbers, strings, booleans. A value that is left out or null is missing.</param>
    /// <param name="version">The version to use. Default: the version that serves the model's name.</param>
    /// <param name="alias">The alias of the version to use, instead of <paramref name="version"/>.</param>
    /// <param name="strict">
    /// Whether a missing value, a wrong type or a category that was not in the training rows is an error. Otherwise such a value is treated as
    /// missing and reported as a warning.
    /// </param>
    /// <param name="explain">Whether each prediction has an explanation: what each column adds to it. It takes a few hundred times as long.</param>
    /// <param name="interval">
    /// The level of an interval for each predicted number, such as 0.9: the share of true numbers that the intervals should hold. Only for
    /// regression. Default: no intervals.
    /// </param>
    /// <param name="set">
    /// The level of a set of classes for each row, such as 0.9: the share of true classes that the sets should hold. Only for classification.
    /// Default: no sets.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="ArgumentException">Both a version and an alias are given, or a number is NaN or infinite.</exception>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), the rows do not fit it (400), or the service is overloaded (503, with
    /// <see cref="LearnMLException.RetryAfter"/>).
    /// </exception>
    public Task<PredictionResponse> PredictAsync<TValue>(
        string name,
        IEnumerable<IReadOnlyDictionary<string, TValue>> rows,
        int? version = null,
        string? alias = null,
        bool strict = false,
        bool explain = false,
        double? interval = null,
        double? set = null,
        CancellationToken cancellationToken = default) =>
        requests.PostAsync<PredictionResponse>(
            JsonRequests.AddQuery(
                $"{PathOf(name, version, alias)}/predict", ("strict", strict), ("explain", explain), ("interval", interval), ("set", set)),
            new { rows },
            cancellationToken);

    /// <summary>Scores a model on the labelled rows of a dataset. A key needs the scopes <c>predict</c> and <c>read</c>.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="dataset">The dataset's name.</param>
    /// <param name="part">The part of the dataset. Default: the training part, which is all rows without a test part.</param>
    /// <param name="version">The version to score. Default: the version that serves the model's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), the dataset does not exist or fit it (400), or the service is overloaded (503).
    /// </exception>
    public Task<Evaluation> EvaluateAsync(
        string name, string dataset, DatasetPart part = DatasetPart.Train, int? version = null, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Evaluation>($"{PathOf(name, version)}/evaluate", new EvaluationRequest(dataset, part), cancellationToken);

    /// <summary>Scores a model on the labelled rows of a CSV file.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="csv">The file, with the target column, and the weight column if the model has one; it is read to its end and closed.</param>
    /// <param name="version">The version to score. Default: the version that serves the model's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), the file does not fit it (400) or is too large (413), or the service is overloaded (503).
    /// </exception>
    public Task<Evaluation> EvaluateAsync(string name, Stream csv, int? version = null, CancellationToken cancellationToken = default) =>
        requests.PostCsvAsync<Evaluation>($"{PathOf(name, version)}/evaluate", csv, cancellationToken);

    /// <summary>
    /// Computes on the labelled rows of a dataset how important the columns of a model are. A key needs the scopes <c>predict</c> and <c>read</c>.
    /// </summary>
    /// <param name="name">The model's name.</param>
    /// <param name="dataset">The dataset's name. Its rows should not be those that the model was trained on.</param>
    /// <param name="part">The part of the dataset. Default: the training part, which is all rows without a test part.</param>
    /// <param name="version">The version to explain. Default: the version that serves the model's name.</param>
    /// <param name="repeats">How often each column is shuffled, from 2 to 100.</param>
    /// <param name="seed">The seed of the shuffles.</param>
    /// <param name="groups">Columns that are shuffled together. Default: each column alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), it takes images, the dataset or the groups do not fit it (400), or the service is overloaded (503).
    /// </exception>
    public Task<ModelExplanation> ExplainAsync(
        string name,
        string dataset,
        DatasetPart part = DatasetPart.Train,
        int? version = null,
        int repeats = ExplainSpec.DefaultRepeats,
        long seed = 0,
        IReadOnlyList<IReadOnlyList<string>>? groups = null,
        CancellationToken cancellationToken = default) =>
        requests.PostAsync<ModelExplanation>(
            ExplainPathOf(name, version, repeats, seed, groups), new EvaluationRequest(dataset, part), cancellationToken);

    /// <summary>Computes on the labelled rows of a CSV file how important the columns of a model are.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="csv">
    /// The file, with rows that the model was not trained on, the target column, and the weight column if the model has one; it is read to its end
    /// and closed.
    /// </param>
    /// <param name="version">The version to explain. Default: the version that serves the model's name.</param>
    /// <param name="repeats">How often each column is shuffled, from 2 to 100.</param>
    /// <param name="seed">The seed of the shuffles.</param>
    /// <param name="groups">Columns that are shuffled together. Default: each column alone.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), the file or the groups do not fit it (400), it takes images (415), the file is too large (413), or the service
    /// is overloaded (503).
    /// </exception>
    public Task<ModelExplanation> ExplainAsync(
        string name,
        Stream csv,
        int? version = null,
        int repeats = ExplainSpec.DefaultRepeats,
        long seed = 0,
        IReadOnlyList<IReadOnlyList<string>>? groups = null,
        CancellationToken cancellationToken = default) =>
        requests.PostCsvAsync<ModelExplanation>(ExplainPathOf(name, version, repeats, seed, groups), csv, cancellationToken);

    /// <summary>
    /// Computes on the rows of a dataset what a model predicts on average at several values of its columns. A key needs the scopes <c>predict</c>
    /// and <c>read</c>.
    /// </summary>
    /// <param name="name">The model's name.</param>
    /// <param name="dataset">The dataset's name.</param>
    /// <param name="columns">One column, or two for the effect of the pair. Default: the effect of each column.</param>
    /// <param name="points">The largest number of values of a column, from 2 to 100.</param>
    /// <param name="className">
    /// The class whose probability is the prediction. Default, of two classes: the positive class of the threshold, or the second one.
    /// </param>
    /// <param name="part">The part of the dataset. Default: the training part, which is all rows without a test part.</param>
    /// <param name="version">The version. Default: the version that serves the model's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The model does not exist (404), it takes images, the dataset, the columns or the class do not fit it (400), or the service is overloaded
    /// (503).
    /// </exception>
    public Task<ModelEffects> GetEffectsAsync(
        string name,
        string dataset,
        IReadOnlyList<string>? columns = null,
        int points = ModelEffects.DefaultPoints,
        string? className = null,
        DatasetPart part = DatasetPart.Train,
        int? version = null,
        CancellationToken cancellationToken = default) =>
        requests.PostAsync<ModelEffects>(
            JsonRequests.AddQuery(
                $"{PathOf(name, version)}/effects",
                [("points", points), ("class", className), .. (columns ?? []).Select(column => ("column", (object?)column))]),
            new EvaluationRequest(dataset, part),
            cancellationToken);

    /// <summary>Returns the JSON Schema of a model's prediction requests, with an example.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version. Default: the version that serves the model's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<JsonElement> GetSchemaAsync(string name, int? version = null, CancellationToken cancellationToken = default) =>
        requests.GetAsync<JsonElement>($"{PathOf(name, version)}/schema", cancellationToken);

    /// <summary>Returns the layers of the version that serves the model's name, with shapes, parameters and multiply-adds.</summary>
    public Task<NetworkGraph> GetGraphAsync(string name, CancellationToken cancellationToken = default) =>
        requests.GetAsync<NetworkGraph>($"{PathOf(name)}/graph", cancellationToken);

    /// <summary>Returns the parameters of the version that serves the model's name, with statistics and histograms.</summary>
    public Task<IReadOnlyList<ParameterSummary>> ListParametersAsync(string name, CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<ParameterSummary>>($"{PathOf(name)}/parameters", cancellationToken);

    /// <summary>Returns the values of a parameter of the version that serves the model's name.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="path">The parameter's path, for example <c>0.weight</c>.</param>
    /// <param name="skip">The number of values to skip.</param>
    /// <param name="take">The maximum number of values to return, 1 to 1,000,000.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ParameterValues> GetParameterAsync(
        string name, string path, long skip = 0, int take = 1_000_000, CancellationToken cancellationToken = default) =>
        requests.GetAsync<ParameterValues>(
            JsonRequests.AddQuery($"{PathOf(name)}/parameters/{JsonRequests.EscapePathSegment(path)}",
                ("skip", skip), ("take", take)), cancellationToken);

    private static string ExplainPathOf(
        string name, int? version, int repeats, long seed, IReadOnlyList<IReadOnlyList<string>>? groups) =>
        JsonRequests.AddQuery($"{PathOf(name, version)}/explain",
        [
            ("repeats", repeats),
            ("seed", seed),
            .. (groups ?? []).Select(group => ("group", (object?)JsonSerializer.Serialize(group))),
        ]);

    private static string PathOf(string name, int? version = null, string? alias = null)
    {
        var model = $"api/models/{JsonRequests.EscapePathSegment(name)}";
        return (version, alias) switch
        {
            (null, null) => model,
            ({ } number, null) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{model}/versions/{number}"),
            (null, { } word) => $"{model}/aliases/{JsonRequests.EscapePathSegment(word)}",
            _ => throw new ArgumentException("Give a version or an alias, not both.", nameof(alias)),
        };
    }
}
