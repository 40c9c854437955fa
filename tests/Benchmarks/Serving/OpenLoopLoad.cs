using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// Requests at a rate of their own, which come whether those before were answered or not; what is accepted and what is refused is timed apart, each
/// from the moment that it was due.
/// </summary>
/// <param name="address">Where they go.</param>
/// <param name="body">What they send.</param>
internal sealed class OpenLoopLoad(Uri address, byte[] body) : IDisposable
{
    private const int MaximumConnections = 1024;

    private readonly HttpClient http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = MaximumConnections })
    { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>So many clients that each send the next request when the last one is answered.</summary>
    /// <returns>Answers a second.</returns>
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

    /// <summary>Sends at a rate.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="duration">How long.</param>
    /// <param name="each">Called about every second with what was answered since.</param>
    public async Task<LoadResult> RunAsync(double rate, TimeSpan duration, Action<LoadResult>? each = null)
    {
        var (accepted, refused, failed) = (new ConcurrentQueue<double>(), new ConcurrentQueue<double>(), 0);
        var (all, running, sent) = (new LoadResult([], [], 0), new List<Task>(), 0L);
        var (clock, told) = (Stopwatch.StartNew(), TimeSpan.Zero);
        while (clock.Elapsed < duration)
        {
            for (; sent < clock.Elapsed.TotalSeconds * rate; sent++)
            {
                running.Add(TimeAsync(TimeSpan.FromSeconds(sent / rate)));
            }

            if (clock.Elapsed - told > TimeSpan.FromSeconds(1))
            {
                told = clock.Elapsed;
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
