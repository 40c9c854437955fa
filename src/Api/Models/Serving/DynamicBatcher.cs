using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Runs a model and batches small requests. Small requests that arrive while the model computes wait in a queue and then run
/// together in one batch: a batch of eight rows takes little longer than one of two. A request never waits for others to arrive.
/// </summary>
/// <param name="predictor">The model.</param>
/// <param name="meter">Measures the batch sizes.</param>
internal sealed class DynamicBatcher(Predictor predictor, ServingMeter meter)
{
    /// <summary>A request with more rows runs at once, alone, and on all processors.</summary>
    private const int MaximumBatchedRequestRows = 32;

    private const int MaximumBatchRows = 64;

    private readonly Lock queueLock = new();
    private readonly Queue<QueuedRequest> queue = [];
    private bool isBatchRunning;

    /// <summary>Returns the outputs of the model, [rows, outputs per row], as <see cref="Predictor.Run"/> computes them.</summary>
    /// <param name="inputs">[rows, inputs]. Must not change until the task has completed.</param>
    /// <param name="cancellationToken">Cancels the computation of many rows.</param>
    public Task<float[]> RunAsync(ReadOnlyMemory<float> inputs, CancellationToken cancellationToken)
    {
        var rows = inputs.Length / predictor.Description.Inputs;
        if (rows > MaximumBatchedRequestRows)
        {
            return Task.FromResult(Compute(inputs.Span, rows, cancellationToken));
        }

        var request = new QueuedRequest(inputs, rows);
        lock (queueLock)
        {
            queue.Enqueue(request);
            if (isBatchRunning)
            {
                return request.Task;
            }

            isBatchRunning = true;
        }

        if (ThreadPool.PendingWorkItemCount > 0)
        {
            // Other requests have already arrived: read them first, so that they join this batch.
            ScheduleNextBatch();
        }
        else
        {
            RunNextBatch();
        }

        return request.Task;
    }

    private void ScheduleNextBatch() => ThreadPool.UnsafeQueueUserWorkItem(passes => passes.RunNextBatch(), this, preferLocal: false);

    /// <summary>Runs the next batch. Requests that arrive meanwhile run on another thread, because this one still delivers its outputs.</summary>
    private void RunNextBatch()
    {
        var batch = DequeueBatch();
        var (outputs, failure) = Compute(batch);
        bool hasMore;
        lock (queueLock)
        {
            hasMore = isBatchRunning = queue.Count > 0;
        }

        if (hasMore)
        {
            ScheduleNextBatch();
        }

        CompleteRequests(batch, outputs, failure);
    }

    private List<QueuedRequest> DequeueBatch()
    {
        var batch = new List<QueuedRequest>();
        lock (queueLock)
        {
            for (var rows = 0; queue.TryPeek(out var next) && rows + next.Rows <= MaximumBatchRows; rows += next.Rows)
            {
                batch.Add(queue.Dequeue());
            }
        }

        return batch;
    }

    private (float[] Outputs, Exception? Failure) Compute(List<QueuedRequest> batch)
    {
        try
        {
            return (batch is [var single] ? Compute(single.Inputs.Span, single.Rows) : ComputeConcatenated(batch), null);
        }
        catch (Exception exception)
        {
            // Every request of the batch receives the exception.
            return ([], exception);
        }
    }

    private float[] ComputeConcatenated(List<QueuedRequest> batch)
    {
        var rows = batch.Sum(request => request.Rows);
        using var inputs = new InputRows(predictor.Description.Inputs, rows * predictor.Description.Inputs, limit: null);
        foreach (var request in batch)
        {
            inputs.Add(request.Inputs.Span);
        }

        return Compute(inputs.Values.Span, rows);
    }

    private float[] Compute(ReadOnlySpan<float> inputs, int rows, CancellationToken cancellationToken = default)
    {
        var outputs = new float[rows * predictor.OutputsPerRow];
        predictor.Run(inputs, outputs, cancellationToken);
        meter.RecordBatch(rows);
        return outputs;
    }

    /// <summary>
    /// Completes each request with its outputs. The responses are written on other threads: after a response, the server may process the
    /// next request of the same connection on the same thread, and that must not delay the other responses.
    /// </summary>
    private void CompleteRequests(List<QueuedRequest> batch, float[] outputs, Exception? failure)
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

    private sealed class QueuedRequest(ReadOnlyMemory<float> inputs, int rows)
        : TaskCompletionSource<float[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<float> Inputs => inputs;

        public int Rows => rows;
    }
}
