using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// An open-loop load: requests are sent at a fixed rate, whether earlier requests were answered or not. Each latency counts from the moment
/// at which the request was due.
/// </summary>
/// <param name="address">The address of the requests.</param>
/// <param name="body">The body of the requests.</param>
internal sealed class OpenLoopLoad(Uri address, byte[] body) : IDisposable
{
    private const int MaximumConnections = 1024;

    private readonly HttpClient http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = MaximumConnections })
    { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Measures the capacity with clients that send the next request when the last one is answered.</summary>
    /// <returns>The number of answers per second.</returns>
    public async Task<double> MeasureCapacityAsync(int clients, TimeSpan duration)
    {
        var (clock, answered) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (clock.Elapsed < duration)
            {
                if (await SendAsync() == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref answered);
                }
            }
        }));
        return answered / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Sends requests at a fixed rate.</summary>
    /// <param name="rate">The number of requests per second.</param>
    /// <param name="duration">The duration of the load.</param>
    /// <param name="each">Called about every second with the results since the last call.</param>
    public async Task<LoadResult> RunAsync(double rate, TimeSpan duration, Action<LoadResult>? each = null)
    {
        var (accepted, refused, failed) = (new ConcurrentQueue<double>(), new ConcurrentQueue<double>(), 0);
        var (all, running, sent) = (new LoadResult([], [], 0), new List<Task>(), 0L);
        var (clock, lastReport) = (Stopwatch.StartNew(), TimeSpan.Zero);
        while (clock.Elapsed < duration)
        {
            for (; sent < clock.Elapsed.TotalSeconds * rate; sent++)
            {
                running.Add(TimeAsync(TimeSpan.FromSeconds(sent / rate)));
            }

            if (clock.Elapsed - lastReport > TimeSpan.FromSeconds(1))
            {
                lastReport = clock.Elapsed;
                running.RemoveAll(request => request.IsCompleted);
                var since = Take();
                each?.Invoke(since);
                all = all.Add(since);
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(running);
        return all.Add(Take());

        async Task TimeAsync(TimeSpan due)
        {
            try
            {
                var status = await SendAsync();
                (status == HttpStatusCode.OK ? accepted : status == HttpStatusCode.ServiceUnavailable
                    ? refused : throw new HttpRequestException($"{status}")).Enqueue((clock.Elapsed - due).TotalMilliseconds);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
        }

        LoadResult Take()
        {
            return new LoadResult(Drain(accepted), Drain(refused), Interlocked.Exchange(ref failed, 0));
        }
    }

    public void Dispose() => http.Dispose();

    private static List<double> Drain(ConcurrentQueue<double> queue)
    {
        var taken = new List<double>();
        while (queue.TryDequeue(out var time))
        {
            taken.Add(time);
        }

        return taken;
    }

    private async Task<HttpStatusCode> SendAsync()
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(address, content);
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.StatusCode;
    }
}
