using System.Globalization;

namespace LearnML.Api.Demo;

/// <summary>Prints lines, with a progress bar below the last one if the output is a terminal.</summary>
/// <param name="output">The output.</param>
/// <param name="isInteractive">Whether the output is a terminal, where a line can be overwritten.</param>
internal sealed class DemoTerminal(TextWriter output, bool isInteractive)
{
    private const int BarWidth = 40;
    private const string EraseLine = "\r\e[K";

    public void WriteLine(FormattableString line) => WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public void WriteLine(string? line = "") => output.WriteLine((isInteractive ? EraseLine : "") + line);

    public void WriteProgress(double progress, string note)
    {
        if (isInteractive)
        {
            var done = (int)(progress * BarWidth);
            output.Write($"{EraseLine}[{new string('#', done)}{new string('.', BarWidth - done)}] {(int)(progress * 100)} %   {note}");
        }
    }
}
