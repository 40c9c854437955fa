namespace LearnML.Api.Telemetry;

/// <summary>
/// Limits the number of spans of a trace. Each of the first 64 events gets a span; later one span stands for several events, whose number
/// is one sixty-fourth of all events so far. So 10,000 events get about 420 spans, and 100,000 about 570.
/// </summary>
internal sealed class Thinning
{
    private const int Each = 64;

    private int seen;

    /// <summary>The number of events since the last span.</summary>
    public int Untold { get; private set; }

    /// <summary>Counts an event and returns whether it needs a span. The caller then calls <see cref="Told"/>.</summary>
    public bool Next()
    {
        seen++;
        Untold++;
        return Untold >= Math.Max(1, seen / Each);
    }

    /// <summary>Records that a span covers all events so far.</summary>
    public void Told() => Untold = 0;
}
