using LearnML.Api.Storage;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>At the start: removes what uploads and predictions left that were under way when the service was killed.</summary>
internal sealed class UnfinishedUploads(IOptions<LearnMLOptions> options, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(options.Value.UploadFolder))
        {
            // Other processes may be writing theirs into a folder that is shared; no upload takes so long.
            var age = options.Value.Storage == StorageKind.Sqlite ? TimeSpan.Zero : TimeSpan.FromDays(1);
            var before = time.GetUtcNow() - age;
            foreach (var file in Directory.EnumerateFiles(options.Value.UploadFolder, $"{LearnMLOptions.Unfinished}*").Where(file => File.GetLastWriteTimeUtc(file) <= before))
            {
                Remove(file);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Remove(string file)
    {
        try
        {
            using var unused = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(file);
        }
        catch (IOException)
        {
            // Another process with the same folder is writing it.
        }
    }
}
