using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace LearnML.Training.Datasets.Files;

/// <summary>
/// Downloads published files. The received bytes are stored in <c>{name}.part</c>, so that a later attempt can resume. The file is renamed
/// to its own name only if it is complete and its checksum is correct, so a downloaded file is always valid.
/// </summary>
internal sealed class FileDownloader(HttpClient http, Action<string> log, TimeSpan? stallTimeout = null)
{
    // The time limit of each response and each read, not of the whole download: a slow download is fine, a stalled one is not.
    private readonly TimeSpan stallTimeout = stallTimeout ?? TimeSpan.FromSeconds(30);

    /// <summary>Downloads one file into an existing folder.</summary>
    /// <exception cref="IOException">The download stalled or broke off, the checksum is wrong, or the file could not be written.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached or returned an error status.</exception>
    public async Task DownloadAsync(RemoteFile file, Uri address, string folder, CancellationToken cancellationToken)
    {
        var part = Path.Combine(folder, file.Name + ".part");
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await ReceiveAsync(file.Name, address, part, stall);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // HttpClient's own connect timeout throws the same exception type, with a message that explains it.
            var cause = stall.IsCancellationRequested
                ? $"no data arrived for {stallTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"
                : e.Message;
            throw new IOException(cause, e);
        }

        var (algorithm, checksum) = await ComputeChecksumAsync(file, part, cancellationToken);
        if (checksum != file.Checksum)
        {
            File.Delete(part);
            throw new IOException(
                $"the downloaded file has a wrong checksum ({algorithm} {checksum} instead of {file.Checksum}); the file was deleted");
        }

        File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
    }

    private async Task ReceiveAsync(string name, Uri address, string part, CancellationTokenSource stall)
    {
        var existing = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var response = await SendRequestAsync(address, existing, stall);
        response.EnsureSuccessStatusCode();

        log($"Downloading {name} from {address}");
        var resumes = response.StatusCode == HttpStatusCode.PartialContent;
        var start = resumes ? existing : 0;
        var progress = new DownloadProgress(name, start, start + response.Content.Headers.ContentLength, log);
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        await using var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        var buffer = new byte[81920];
        while (true)
        {
            stall.CancelAfter(stallTimeout);
            var read = await body.ReadAsync(buffer, stall.Token);
            if (read == 0)
            {
                return;
            }

            await target.WriteAsync(buffer.AsMemory(0, read), stall.Token);
            progress.Add(read);
        }
    }

    private async Task<HttpResponseMessage> SendRequestAsync(Uri address, long from, CancellationTokenSource stall)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        stall.CancelAfter(stallTimeout);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
        var cannotResume = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != from);
        if (from == 0 || !cannotResume)
        {
            return response;
        }

        response.Dispose();
        return await SendRequestAsync(address, 0, stall);
    }

    [SuppressMessage("Security", "CA5350", Justification = "The publisher gives SHA-1; it detects damage, not an attack.")]
    [SuppressMessage("Security", "CA5351", Justification = "The publisher gives MD5; it detects damage, not an attack.")]
    private static async Task<(string Algorithm, string Checksum)> ComputeChecksumAsync(
        RemoteFile published, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return published.Checksum.Length == 2 * MD5.HashSizeInBytes
            ? ("MD5", Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken)))
            : ("SHA-1", Convert.ToHexStringLower(await SHA1.HashDataAsync(file, cancellationToken)));
    }
}
