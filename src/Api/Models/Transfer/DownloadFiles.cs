using LearnML.Api.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Transfer;

/// <summary>
/// Makes the files of downloads in the data folder, one after another, because a file of a large model takes the memory of the weights several times
/// over. Requests for the same file at the same time share it. It is deleted when the last of them has ended.
/// </summary>
/// <param name="options">The settings; they name the folder of the files.</param>
/// <param name="lifetime">Tells that the service stops.</param>
public sealed class DownloadFiles(IOptions<LearnMLOptions> options, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int MaximumFiles = 20;

    private readonly Lock filesLock = new();
    private readonly Dictionary<string, SharedFile> files = [];
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Opens a file, and makes it if no other request has it. A file that nobody waits for any more is not made.</summary>
    /// <param name="name">What the file contains; requests with the same name share it.</param>
    /// <param name="write">Writes the file at a path, on a thread of the pool.</param>
    /// <param name="cancellationToken">Cancelled if the client disconnects.</param>
    /// <exception cref="BadHttpRequestException">There are too many other files, or the service stops (503).</exception>
    public async Task<Stream> OpenAsync(string name, Action<string, CancellationToken> write, CancellationToken cancellationToken)
    {
        var file = Share(name, write);
        try
        {
            await file.Written.WaitAsync(cancellationToken);
            return new SharedFileStream(file.Path, () => Leave(file));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Leave(file);
            throw new BadHttpRequestException(
                "The service is stopping. Try again when it has started again.", StatusCodes.Status503ServiceUnavailable);
        }
        catch
        {
            Leave(file);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private SharedFile Share(string name, Action<string, CancellationToken> write)
    {
        lock (filesLock)
        {
            if (!files.TryGetValue(name, out var file))
            {
                if (files.Count == MaximumFiles)
                {
                    throw new BadHttpRequestException(
                        $"There are downloads of {MaximumFiles} other files, which is the maximum. Try again in a minute.",
                        StatusCodes.Status503ServiceUnavailable);
                }

                Directory.CreateDirectory(options.Value.UploadFolder);
                var cancellation = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
                var path = options.Value.NewUnfinishedFile();
                file = new SharedFile(name, path, WriteAsync(path, write, cancellation.Token), cancellation);
                files.Add(name, file);
            }

            file.Requests++;
            return file;
        }
    }

    private async Task WriteAsync(string path, Action<string, CancellationToken> write, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => write(path, cancellationToken), cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private void Leave(SharedFile file)
    {
        lock (filesLock)
        {
            if (--file.Requests > 0)
            {
                return;
            }

            files.Remove(file.Name);
        }

        _ = DeleteAsync(file);
    }

    private static async Task DeleteAsync(SharedFile file)
    {
        using (file.Cancellation)
        {
            await file.Cancellation.CancelAsync();
            await file.Written.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        File.Delete(file.Path);
    }

    private sealed class SharedFile(string name, string path, Task written, CancellationTokenSource cancellation)
    {
        public string Name => name;

        public string Path => path;

        public Task Written => written;

        public CancellationTokenSource Cancellation => cancellation;

        /// <summary>How many requests wait for the file or read it.</summary>
        public int Requests { get; set; }
    }

    private sealed class SharedFileStream(string path, Action closed)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true)
    {
        private const int BufferBytes = 1 << 16;

        private int isClosed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref isClosed, 1) == 0)
            {
                closed();
            }
        }
    }
}
