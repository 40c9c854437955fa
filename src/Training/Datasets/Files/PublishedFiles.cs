namespace LearnML.Training.Datasets.Files;

/// <summary>The files of a published dataset. Existing files are used as they are; missing files are downloaded.</summary>
/// <param name="dataset">The dataset's name, which is also the name of its folder.</param>
/// <param name="datasetsFolder">The folder of datasets.</param>
/// <param name="downloader">Downloads missing files.</param>
/// <param name="address">The address at which the files are published.</param>
/// <param name="files">The files' names and checksums.</param>
internal sealed class PublishedFiles(string dataset, string datasetsFolder, FileDownloader downloader, Uri address, IReadOnlyList<RemoteFile> files)
{
    private readonly string folder = Path.GetFullPath(Path.Combine(datasetsFolder, dataset));

    /// <summary>The files' names, in the publisher's order.</summary>
    public IEnumerable<string> Names => files.Select(file => file.Name);

    /// <summary>Downloads the missing files.</summary>
    /// <exception cref="DatasetUnavailableException">A file could not be downloaded.</exception>
    public async Task EnsureDownloadedAsync(CancellationToken cancellationToken)
    {
        foreach (var file in files.Where(file => !File.Exists(GetPath(file.Name))))
        {
            await DownloadAsync(file, cancellationToken);
        }
    }

    /// <summary>Returns the full path of a file.</summary>
    public string GetPath(string file) => Path.Combine(folder, file);

    /// <summary>Calls <paramref name="read"/>, and names the dataset and its folder if reading fails.</summary>
    /// <exception cref="DatasetUnavailableException">The files cannot be read.</exception>
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
            await downloader.DownloadAsync(file, new Uri(address, file.Name), folder, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetUnavailableException(
                $"The dataset {dataset} is not on this machine, and {file.Name} could not be downloaded from {address}: " +
                $"{e.Message.TrimEnd('.')}. Put {string.Join(", ", Names)} into {folder}, " +
                $"or try again when {address} can be reached; an interrupted download is resumed.",
                e);
        }
    }
}
