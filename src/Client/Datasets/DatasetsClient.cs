using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Lists, uploads, corrects and deletes datasets. An unknown dataset throws a <see cref="LearnMLException"/> with status 404.</summary>
public sealed class DatasetsClient
{
    private readonly JsonRequests requests;

    internal DatasetsClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns all datasets, built-in and uploaded ones.</summary>
    public Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<DatasetSummary>>("api/datasets", cancellationToken);

    /// <summary>Returns a dataset's profile. The service reads the dataset, and downloads it first if necessary.</summary>
    /// <exception cref="LearnMLException">The dataset does not exist (404), or its files can be neither found nor downloaded (503).</exception>
    public Task<DatasetProfile> GetAsync(string name, CancellationToken cancellationToken = default) =>
        requests.GetAsync<DatasetProfile>(PathOf(name), cancellationToken);

    /// <summary>Returns a page of a dataset's rows.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="part">The part to read.</param>
    /// <param name="skip">The number of rows to skip.</param>
    /// <param name="take">The maximum number of rows to return, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">The dataset or the part does not exist (404).</exception>
    public Task<Page<DatasetRow>> GetRowsAsync(
        string name, DatasetPart part = DatasetPart.Train, int skip = 0, int take = 10, CancellationToken cancellationToken = default) =>
        requests.GetAsync<Page<DatasetRow>>(
            JsonRequests.AddQuery($"{PathOf(name)}/rows", ("part", part), ("skip", skip), ("take", take)), cancellationToken);

    /// <summary>Ranks the columns of a table by their association with the target, the strongest first.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="target">The column to relate to. Default: the target of the dataset.</param>
    /// <param name="part">The part to read.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">The dataset is no table (404), or it has no target or not this one (400).</exception>
    public Task<TableAssociations> GetAssociationsAsync(
        string name, string? target = null, DatasetPart part = DatasetPart.Train, CancellationToken cancellationToken = default) =>
        requests.GetAsync<TableAssociations>(
            JsonRequests.AddQuery($"{PathOf(name)}/associations", ("target", target), ("part", part)), cancellationToken);

    /// <summary>Looks closely at a column: its distribution, where its values are missing, and the target by its values.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="target">The column to relate to. Default: the target of the dataset.</param>
    /// <param name="part">The part to read.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">The dataset is no table (404), or it does not have the column or the target (400).</exception>
    public Task<ColumnView> GetColumnAsync(
        string name, string column, string? target = null, DatasetPart part = DatasetPart.Train, CancellationToken cancellationToken = default) =>
        requests.GetAsync<ColumnView>(
            JsonRequests.AddQuery($"{PathOf(name)}/column", ("column", column), ("target", target), ("part", part)), cancellationToken);

    /// <summary>Uploads a table: CSV, Parquet, JSON Lines, an Excel workbook, also compressed with gzip, or a ZIP archive of tables.</summary>
    /// <param name="name">The name to use in a spec: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="target">The column to predict if a spec has no target. Default: none; every spec needs a target.</param>
    /// <param name="details">The known properties of the file. Default: the service detects them.</param>
    /// <param name="cancellationToken">Cancels the upload; the service then stores nothing.</param>
    /// <returns>The profile of the new dataset.</returns>
    /// <exception cref="LearnMLException">The file is not usable (400) or too large (413), or another dataset has this name (409).</exception>
    public async Task<DatasetProfile> UploadAsync(
        string name, string path, string? target = null, UploadDetails? details = null, CancellationToken cancellationToken = default)
    {
        await using var csv = File.OpenRead(path);
        return await UploadAsync(name, csv, Path.GetFileName(path), target, details, cancellationToken);
    }

    /// <summary>Uploads the rest of a stream as a table.</summary>
    /// <param name="name">The name to use in a spec: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
    /// <param name="csv">The stream; it is read to its end and closed.</param>
    /// <param name="target">The column to predict if a spec has no target. Default: none; every spec needs a target.</param>
    /// <param name="details">The known properties of the file. Default: the service detects them.</param>
    /// <param name="cancellationToken">Cancels the upload; the service then stores nothing.</param>
    /// <returns>The profile of the new dataset.</returns>
    /// <exception cref="LearnMLException">The file is not usable (400) or too large (413), or another dataset has this name (409).</exception>
    public Task<DatasetProfile> UploadAsync(
        string name, Stream csv, string? target = null, UploadDetails? details = null, CancellationToken cancellationToken = default) =>
        UploadAsync(name, csv, $"{name}.csv", target, details, cancellationToken);

    /// <summary>Returns how a table would be read: its first rows, types and doubts. The service stores nothing.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="target">The column to predict. Default: none.</param>
    /// <param name="details">The known properties of the file. Default: the service detects them.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">The file is not usable (400) or too large (413).</exception>
    public async Task<DatasetPreview> PreviewAsync(
        string path, string? target = null, UploadDetails? details = null, CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        using var form = CreateForm(null, file, Path.GetFileName(path), target, details);
        return await requests.PostFormAsync<DatasetPreview>("api/datasets/preview", form, cancellationToken);
    }

    /// <summary>Corrects column types or the target of an uploaded dataset. Models that were trained on it do not change.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="patch">The corrections; properties that are null do not change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LearnMLException">
    /// The dataset does not exist (404), is built in or used by a job that has not ended (409), or a type does not fit the values (400). The
    /// dataset then does not change.
    /// </exception>
    public Task<DatasetProfile> CorrectAsync(string name, DatasetPatch patch, CancellationToken cancellationToken = default) =>
        requests.PatchAsync<DatasetProfile>(PathOf(name), patch, cancellationToken);

    /// <summary>Deletes an uploaded dataset. Models that were trained on it stay.</summary>
    /// <exception cref="LearnMLException">The dataset does not exist (404), or it is built in or used by a job that has not ended (409).</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => requests.DeleteAsync(PathOf(name), cancellationToken);

    private static string PathOf(string name) => $"api/datasets/{JsonRequests.EscapePathSegment(name)}";

    private async Task<DatasetProfile> UploadAsync(
        string name, Stream csv, string fileName, string? target, UploadDetails? details, CancellationToken cancellationToken)
    {
        using var form = CreateForm(name, csv, fileName, target, details);
        return await requests.PostFormAsync<DatasetProfile>("api/datasets", form, cancellationToken);
    }

    private static MultipartFormDataContent CreateForm(string? name, Stream file, string fileName, string? target, UploadDetails? details)
    {
        var form = new MultipartFormDataContent();
        Add("name", name);
        Add("target", target);
        Add("sheet", details?.Sheet);
        Add("types", Json(details?.Types));
        Add("exclude", Json(details?.Exclude));
        if (details?.TestPath is { } testPath)
        {
            form.Add(new StreamContent(File.OpenRead(testPath)), "testFile", Path.GetFileName(testPath));
        }

        Add("delimiter", details?.Delimiter?.ToString());
        Add("quote", details?.Quote?.ToString());
        Add("header", Json(details?.Header));
        Add("encoding", details?.Encoding);
        Add("decimalMark", details?.DecimalMark?.ToString());
        Add("thousands", details?.Thousands?.ToString());
        Add("dateOrder", Json(details?.DateOrder)?.Trim('"'));
        Add("missingMarks", Json(details?.MissingMarks));
        Add("footerRows", Json(details?.FooterRows));
        Add("maximumInvalidShare", Json(details?.MaximumInvalidShare));
        form.Add(new StreamContent(file), "file", fileName);
        return form;

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                form.Add(new StringContent(value), field);
            }
        }

        static string? Json<T>(T? value) => value is null ? null : JsonSerializer.Serialize(value, JsonRequests.JsonOptions);
    }
}
