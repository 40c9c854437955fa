using LearnML.Api.Telemetry;
using LearnML.Training.Predicting;

namespace LearnML.Api.Serving;

/// <summary>
/// Runs a model and batches small requests. Small requests that arrive while the model computes wait in a queue and then run
/// together in one batch: a batch of eight rows takes little longer than one of two. A request never waits for others to arrive.
/// </summary>
/// <param name="predictor">The model.</param>
/// <param name="meter">Measures the batch sizes.</param>
internal sealed class JoinedPasses(Predictor predictor, ServingMeter meter)
{
    /// <summary>A request with more rows runs at once, alone, and on all processors.</summary>
    private const int FewRows = 32;

    private const int MostRows = 64;

    private readonly Lock gate = new();
    private readonly Queue<Waiting> waiting = [];
    private bool isRunning;

    /// <summary>Returns the outputs of the model, [rows, outputs per row], as <see cref="Predictor.Run"/> computes them.</summary>
    /// <param name="inputs">[rows, inputs]. Must not change until the task has completed.</param>
    public Task<float[]> RunAsync(ReadOnlyMemory<float> inputs)
    {
        var rows = inputs.Length / predictor.Description.Inputs;
        if (rows > FewRows)
        {
            return Task.FromResult(Run(inputs.Span, rows));
        }

        var request = new Waiting(inputs, rows);
        lock (gate)
        {
            waiting.Enqueue(request);
            if (isRunning)
            {
                return request.Task;
            }

            isRunning = true;
        }

        if (ThreadPool.PendingWorkItemCount > 0)
        {
            // Other requests have already arrived: read them first, so that they join this batch.
            RunLater();
        }
        else
        {
            RunWaiting();
        }

        return request.Task;
    }

    private void RunLater() => ThreadPool.UnsafeQueueUserWorkItem(passes => passes.RunWaiting(), this, preferLocal: false);

    /// <summary>Runs the next batch. Requests that arrive meanwhile run on another thread, because this one still delivers its outputs.</summary>
    private void RunWaiting()
    {
        var batch = Take();
        var (outputs, failure) = Run(batch);
        bool hasMore;
        lock (gate)
        {
            hasMore = isRunning = waiting.Count > 0;
        }

        if (hasMore)
        {
            RunLater();
        }

        Answer(batch, outputs, failure);
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        lock (gate)
        {
            for (var rows = 0; waiting.TryPeek(out var next) && rows + next.Rows <= MostRows; rows += next.Rows)
            {
                batch.Add(waiting.Dequeue());
            }
        }

        return batch;
    }

    private (float[] Outputs, Exception? Failure) Run(List<Waiting> batch)
    {
        try
        {
            return (batch is [var single] ? Run(single.Inputs.Span, single.Rows) : RunTogether(batch), null);
        }
        catch (Exception exception)
        {
            // Every request of the batch receives the exception.
            return ([], exception);
        }
    }

    private float[] RunTogether(List<Waiting> batch)
    {
        var rows = batch.Sum(request => request.Rows);
        using var inputs = new InputRows(predictor.Description.Inputs, rows * predictor.Description.Inputs);
        foreach (var request in batch)
        {
            inputs.Add(request.Inputs.Span);
        }

        return Run(inputs.Numbers.Span, rows);
    }

    private float[] Run(ReadOnlySpan<float> inputs, int rows)
    {
        var outputs = new float[rows * predictor.OutputsPerRow];
        predictor.Run(inputs, outputs);
        meter.Passed(rows);
        return outputs;
    }

    /// <summary>
    /// Completes each request with its outputs. The responses are written on other threads: after a response, the server may process the
    /// next request of the same connection on the same thread, and that must not delay the other responses.
    /// </summary>
    private void Answer(List<Waiting> batch, float[] outputs, Exception? failure)
    {
        var start = 0;
        foreach (var request in batch)
        {
            var end = start + (request.Rows * predictor.OutputsPerRow);
            if (failure is not null)
            {
                request.SetException(failure);
            }
            else
            {
                request.SetResult(batch.Count == 1 ? outputs : outputs[start..end]);
            }

            start = end;
        }
    }

    private sealed class Waiting(ReadOnlyMemory<float> inputs, int rows)
        : TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<float> Inputs => inputs;

        public int Rows => rows;
    }
}
