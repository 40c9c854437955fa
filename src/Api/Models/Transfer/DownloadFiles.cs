using LearnML.Api.Hosting;
using LearnML.Api.Limits;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Transfer;

/// <summary>
/// Makes the files of downloads in the data folder, one after another, because a file of a large model takes the memory of the weights several times
/// over. Requests for the same file at the same time share it. It is deleted when the last of them has ended. One caller has half of the places,
/// so that slow clients with one key do not keep others out.
/// </summary>
/// <param name="options">The settings; they name the folder of the files.</param>
/// <param name="lifetime">Tells that the service stops.</param>
public sealed class DownloadFiles(IOptions<LearnMLOptions> options, IHostApplicationLifetime lifetime) : IDisposable
{
    /// <summary>The maximum number of files that are made or read at the same time.</summary>
    internal const int MaximumFiles = 20;

    /// <summary>The maximum number of these files that one caller has requested first.</summary>
    internal const int MaximumFilesOfCaller = MaximumFiles / 2;

    private readonly Lock filesLock = new();
    private readonly Dictionary<string, SharedFile> files = [];
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Opens a file, and makes it if no other request has it. A file that nobody waits for any more is not made.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">What the file contains; requests with the same name share it.</param>
    /// <param name="write">Writes the file at a path, on a thread of the pool.</param>
    /// <exception cref="BadHttpRequestException">There are too many other files, or the service stops (503).</exception>
    public async Task<Stream> OpenAsync(HttpContext context, string name, Action<string, CancellationToken> write)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cancellationToken = context.RequestAborted;
        var file = Share(RateLimitPartitionKey.For(context), name, write);
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

    private SharedFile Share(string caller, string name, Action<string, CancellationToken> write)
    {
        lock (filesLock)
        {
            if (!files.TryGetValue(name, out var file))
            {
                if (files.Count == MaximumFiles || files.Values.Count(other => other.Caller == caller) == MaximumFilesOfCaller)
                {
                    throw new BadHttpRequestException(
                        $"There are too many downloads of other files. At most {MaximumFilesOfCaller} may be by one caller, "
                            + $"and {MaximumFiles} by all. Try again in a minute.",
                        StatusCodes.Status503ServiceUnavailable);
                }

                Directory.CreateDirectory(options.Value.UploadFolder);
                var cancellation = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
                var path = options.Value.NewUnfinishedFile();
                file = new SharedFile(caller, name, path, WriteAsync(path, write, cancellation.Token), cancellation);
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

    private sealed class SharedFile(string caller, string name, string path, Task written, CancellationTokenSource cancellation)
    {
        /// <summary>Who requested the file first.</summary>
        public string Caller => caller;

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
