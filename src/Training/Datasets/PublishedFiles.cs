namespace LearnML.Training.Datasets;

/// <summary>The files of a published dataset: those that lie in its folder are used as they are, those that are missing are downloaded.</summary>
/// <param name="dataset">The dataset's name, which is that of its folder.</param>
/// <param name="datasets">The folder of datasets.</param>
/// <param name="download">Gets what is missing.</param>
/// <param name="address">Where they are published.</param>
/// <param name="files">The files.</param>
internal sealed class PublishedFiles(string dataset, string datasets, Download download, Uri address, IReadOnlyList<RemoteFile> files)
{
    private readonly string folder = Path.GetFullPath(Path.Combine(datasets, dataset));

    /// <summary>Gets what is missing.</summary>
    /// <exception cref="DatasetUnavailableException">It cannot be had.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var file in files.Where(file => !File.Exists(PathOf(file.Name))))
        {
            await DownloadAsync(file, cancellationToken);
        }
    }

    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Reads the files, and says which when that fails.</summary>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetUnavailableException($"The files of {dataset} in {folder} cannot be read: {e.Message}", e);
        }
    }

    private async Task DownloadAsync(RemoteFile file, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await download.FetchAsync(file, new Uri(address, file.Name), folder, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetUnavailableException(
                $"{dataset} is not here, and {file.Name} could not be downloaded from {address}: {e.Message.TrimEnd('.')}. " +
                $"Put {string.Join(", ", files.Select(each => each.Name))} into {folder}, or try again where {address} can be reached; " +
                "a download goes on where it stopped.",
                e);
        }
    }
}
