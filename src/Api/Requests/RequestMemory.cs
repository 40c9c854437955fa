namespace LearnML.Api.Requests;

/// <summary>
/// The memory that all requests together may take, in all routes: bodies that are being read, what is parsed from them, tables that are being
/// inspected, model inputs, and answers that are not sent yet. It is 2 GiB, or a quarter of the memory that the process may use if that is less.
/// </summary>
public sealed class RequestMemory() : ByteBudget(
    Math.Min(LargestMaximum, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4), "All requests together take too much memory.")
{
    private const long LargestMaximum = 2L << 30;

    /// <summary>Returns a reservation, empty at first, that is released when the answer of a request has been sent.</summary>
    public Reservation ReserveUntilAnswered(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reservation = new Reservation(this);
        context.Response.RegisterForDispose(reservation);
        return reservation;
    }

    /// <summary>Reserves bytes until the result is disposed.</summary>
    /// <exception cref="BadHttpRequestException">All requests together would take too much memory (503).</exception>
    public IDisposable ReserveUntilDisposed(long byteCount)
    {
        var reservation = new Reservation(this);
        reservation.Add(byteCount);
        return reservation;
    }

    /// <summary>The bytes of one request.</summary>
    /// <param name="memory">The memory of all requests.</param>
    public sealed class Reservation(RequestMemory memory) : IDisposable
    {
        private long bytes;

        /// <summary>Reserves further bytes.</summary>
        /// <exception cref="BadHttpRequestException">All requests together would take too many bytes (503).</exception>
        public void Add(long byteCount)
        {
            memory.Reserve(byteCount);
            Interlocked.Add(ref bytes, byteCount);
        }

        /// <summary>
        /// Reserves further bytes, but at most half of the maximum, so that a large request is not refused for ever where there is little memory.
        /// </summary>
        /// <exception cref="BadHttpRequestException">All requests together would take too many bytes (503).</exception>
        public void AddAtMostHalf(long byteCount) => Add(Math.Min(byteCount, memory.MaximumBytes / 2));

        /// <inheritdoc/>
        public void Dispose() => memory.Release(Interlocked.Exchange(ref bytes, 0));
    }
}
