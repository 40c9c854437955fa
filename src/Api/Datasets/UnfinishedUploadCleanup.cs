using LearnML.Api.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Deletes, at the start, the temporary files of uploads and predictions that were running when the service was killed.</summary>
/// <param name="options">The settings; they name the folder of the files.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class UnfinishedUploadCleanup(
    IOptions<LearnMLOptions> options, TimeProvider time, ILogger<UnfinishedUploadCleanup> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(options.Value.UploadFolder))
        {
            // Other processes may still write to a shared folder, so only old files are deleted: no upload takes a whole day.
            var age = options.Value.Storage == StorageKind.Sqlite ? TimeSpan.Zero : TimeSpan.FromDays(1);
            var before = time.GetUtcNow() - age;
            var files = Directory.EnumerateFiles(options.Value.UploadFolder, $"{LearnMLOptions.UnfinishedFilePrefix}*");
            foreach (var file in files.Where(file => File.GetLastWriteTimeUtc(file) <= before))
            {
                Remove(file);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Remove(string file)
    {
        try
        {
            using var unused = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process that shares the folder may be writing the file.
            LogNotDeleted(Path.GetFileName(file), exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The file {File} of an unfinished upload is not deleted: {Reason}")]
    private partial void LogNotDeleted(string file, string reason);
}
