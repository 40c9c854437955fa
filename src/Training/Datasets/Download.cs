using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace LearnML.Training.Datasets;

/// <summary>
/// Gets published files. What has come lies in <c>{name}.part</c>, where a later try goes on, and takes the file's name
/// only when it is whole and its checksum is right: a file under its own name is always a good one.
/// </summary>
internal sealed class Download(HttpClient http, Action<string> log, TimeSpan? patience = null)
{
    // For each answer and each portion of it, not for the whole: slow is fine, standing still is not.
    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(30);

    /// <summary>Gets one file into a folder that is there.</summary>
    /// <exception cref="IOException">It did not come, not whole, not as published, or could not be written.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached or refuses.</exception>
    public async Task FetchAsync(RemoteFile file, Uri address, string folder, CancellationToken cancellationToken)
    {
        var part = Path.Combine(folder, file.Name + ".part");
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await ReceiveAsync(file.Name, address, part, stall);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The client's own limit, on connecting, ends in the same exception and says so itself.
            var cause = stall.IsCancellationRequested ? $"nothing came for {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s" : e.Message;
            throw new IOException(cause, e);
        }

        var (algorithm, checksum) = await ChecksumAsync(file, part, cancellationToken);
        if (checksum != file.Checksum)
        {
            File.Delete(part);
            throw new IOException($"the checksum of what came is wrong ({algorithm} {checksum} where {file.Checksum} is expected); it was deleted");
        }

        File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
    }

    private async Task ReceiveAsync(string name, Uri address, string part, CancellationTokenSource stall)
    {
        var had = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var response = await RequestAsync(address, had, stall);
        response.EnsureSuccessStatusCode();

        log($"Downloading {name} from {address}");
        var resumes = response.StatusCode == HttpStatusCode.PartialContent;
        var start = resumes ? had : 0;
        var progress = new DownloadProgress(name, start, start + response.Content.Headers.ContentLength, log);
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        await using var target = new FileStream(part, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        var buffer = new byte[81920];
        while (true)
        {
            stall.CancelAfter(patience);
            var read = await body.ReadAsync(buffer, stall.Token);
            if (read == 0)
            {
                return;
            }

            await target.WriteAsync(buffer.AsMemory(0, read), stall.Token);
            progress.Add(read);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(Uri address, long from, CancellationTokenSource stall)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        stall.CancelAfter(patience);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
        var cannotResume = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            || (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != from);
        if (from == 0 || !cannotResume)
        {
            return response;
        }

        response.Dispose();
        return await RequestAsync(address, 0, stall);
    }

    [SuppressMessage("Security", "CA5350", Justification = "The publishers give SHA-1; it guards against damage, not against an attacker.")]
    [SuppressMessage("Security", "CA5351", Justification = "The publishers give MD5; it guards against damage, not against an attacker.")]
    private static async Task<(string Algorithm, string Checksum)> ChecksumAsync(RemoteFile published, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return published.Checksum.Length == 2 * MD5.HashSizeInBytes
            ? ("MD5", Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken)))
            : ("SHA-1", Convert.ToHexStringLower(await SHA1.HashDataAsync(file, cancellationToken)));
    }
}
