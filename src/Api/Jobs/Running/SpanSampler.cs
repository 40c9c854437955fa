namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Limits the number of spans of a trace. Each of the first 64 events gets a span; later one span stands for several events, whose number
/// is one sixty-fourth of all events so far. So 10,000 events get about 420 spans, and 100,000 about 570.
/// </summary>
internal sealed class SpanSampler
{
    private const int EventsBeforeSampling = 64;

    private int events;

    /// <summary>The number of events since the last span.</summary>
    public int Pending { get; private set; }

    /// <summary>Counts an event and returns whether it needs a span. The caller then calls <see cref="MarkSampled"/>.</summary>
    public bool ShouldSample()
    {
        events++;
        Pending++;
        return Pending >= Math.Max(1, events / EventsBeforeSampling);
    }

    /// <summary>Records that a span covers all events so far.</summary>
    public void MarkSampled() => Pending = 0;
}
