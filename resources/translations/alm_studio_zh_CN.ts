<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open media…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open video or sound files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export captions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write these captions to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write all captions to files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last edit back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the edit again that was taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit &amp;text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the text of the selected cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search, precision, words to expect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Generate captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write captions with the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Align text…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the times of a script or of captions that you have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop; what is done is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fine-tune a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let a model learn from your own speech and text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove from the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this file out of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back 5 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back 5 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Forward 5 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go forward 5 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;revious cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the previous cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the list of files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the places that are worth a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the place and a little around it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is right; go to the next place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the text of the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide sound and words along time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide where the model listened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show less of the timeline, larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more of the timeline, smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;live captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caption what is said now, and record it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop listening for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a &amp;mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark this moment, to find it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Click through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the mouse reach what lies under the live captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live captions: &amp;settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound input, language, look and outputs of the live captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder with the log files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About ALM Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AligningController</name>
    <message>
        <source>Align text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole text was found, and all speech is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} parts of the text are not spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one part of the text is not spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} stretches of speech are not in the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one stretch of speech is not in the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has its times; {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show them</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaptionText</name>
    <message>
        <source>Live captions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChoicesBar</name>
    <message>
        <source>&amp;Language spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language of the speech</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions in the language spoken, or in English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger models hear better and take longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caption &amp;style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line length, reading speed, timing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the model computes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;udio track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audio track to listen to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} (download, {size})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detect automatically</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In English (translate)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vertical video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the model wrote it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model knows English alone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClipPlayer</name>
    <message>
        <source>This example cannot be played here ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Stop the transcription first, then remove the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the captions of {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have edited them. The edits will be lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALM Studio {version}

Subtitles from an audio language model, on your computer.
Apache-2.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About ALM Studio</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CueEditor</name>
    <message>
        <source>Text of the cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return accepts, Shift+Return starts a new line, Escape gives up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CueTableModel</name>
    <message>
        <source>Number of the cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In-time: when the cue appears</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out-time: when the cue goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds on screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading speed in characters per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the viewer reads; double-click to edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed:.0f} characters per second; the style allows {limit:.0f}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CueTableView</name>
    <message>
        <source>Cues</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>Loss (nats per token)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word error rate (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>general</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{loss:.2f} at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate:.1f} % at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataBox</name>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Language of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used where the data do not tell their language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the data say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare texts with what the model hears</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaves out examples whose text is far from what is said. Takes as long as transcribing them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which examples are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Listen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the selected example (double click)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} examples, {length} of speech</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to learn from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To learn from ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from the corrected captions of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop &amp;listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists and subtitles ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DownloadView</name>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the download; what has arrived is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping the download</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Drop video or sound files here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The captions are made on this computer; nothing is sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExampleTableModel</name>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out because</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds:.1f} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Plain text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab-separated table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON with word times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export captions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportAllDialog</name>
    <message>
        <source>Export all captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside each file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In one folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace files of the same name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions of {count} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the captions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FineTuneDialog</name>
    <message>
        <source>Fine-tune a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another training runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening to the examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing the texts with what the model hears</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the captions of an open file first, then learn from them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimating time and memory…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {time} and {memory} of memory on {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {memory} are free. Choose small adapters, or a smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It will know no other words than those of your data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small adapters will learn: the best choice for less than some hours of speech.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All weights will learn: there is speech enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting until the captions are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused while captions are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping; the best model is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring the model before it learns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is learning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FineTuning</name>
    <message>
        <source>Captions are written with {name} from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model is learning on this device. The captions of {name} wait for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause the training meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model is learning on the other device, so these captions are written on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has finished learning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training waits for the captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training {percent:.0f} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeadGrid</name>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {0}, head {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows the sound: word times come from it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>Attention of each token over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token “{token}”   ·   {seconds:.2f} s   ·   weight {weight:.3f}   ·   probability {share:.0%}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectionController</name>
    <message>
        <source>Choose a cue, and see where in the sound the model listened for each of its words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training has the device. Attention can be shown when it is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model writes captions. It looks here as soon as it has a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers (*.npz)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention was written to {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectorDock</name>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a cue, and see where in the sound the model listened for each of its words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head of that layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands above the heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-mel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The way of the text through the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word boundaries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where words begin and end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write this picture (PNG, SVG) or its numbers (NPZ) to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model}, {count} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the heads that follow the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of its heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to play from there. The wheel zooms, dragging moves along.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level of the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How loud the sound is that arrives</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveController</name>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the sound input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded. What you say is recorded already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening. Speak, and the text appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being downloaded: {progress}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mouse now goes through this window. {keys} in the main window ends that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;live captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop &amp;live captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveNotices</name>
    <message>
        <source>{subject} no longer delivers sound. Plug it in again: listening goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening to {subject} again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is slower than the speech: captions come later, and nothing is lost. A smaller model is faster.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveOverlay</name>
    <message>
        <source>Live captions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveResults</name>
    <message>
        <source>{names} and {number} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are live recordings that you have not seen yet: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No speech was recognised. The recording is here, and can be played.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is here with its captions. With more time the model hears better: write them again?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write captions again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The captions are written again. Undo brings the live ones back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveStrip</name>
    <message>
        <source>From the end of a word to its text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that listens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input, language, look and outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Choices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the transcription and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The captions written so far are kept for the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the training and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training is saved, and can be gone on with at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MediaController</name>
    <message>
        <source>This is a folder. Open the video or sound files in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a subtitle file. Open the video or the sound that it belongs to.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message (Escape)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MethodPage</name>
    <message>
        <source>Model to start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that learns on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What hears</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What writes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the writing part looks at the sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text is made of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it computes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times through the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stops earlier by itself when it no longer becomes better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stops after so long and keeps the best model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Under this name it stands in the list of models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does not learn from, but is tested with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tenth of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch for forgetting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other speech, with which it is tested too: so you see whether it forgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;coder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To&amp;kens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name of the new model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Times through the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time &amp;limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Measure with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch for &amp;forgetting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} (download, {size})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recommended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chooses what suits the amount of speech and this computer, and stops when it is at its best.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sma&amp;ll adapters (LoRA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Few weights learn. Fast, needs little memory, and forgets little of what the model knew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All &amp;weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learns most where there are hours of speech; takes the most memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new model from scrat&amp;ch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made of the parts that you choose; knows nothing but your data. Good for a small vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MFCC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolutions (CNN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolutions on the waveform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dot product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaled dot product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Additive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multi-head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pieces of words (BPE)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MismatchDialog</name>
    <message>
        <source>Text and speech of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places where text and speech differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a line to go there. Text that is not spoken is left out of new captions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>This goes on as soon as the model is downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is being downloaded. Wait for it, or cancel that download first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a size that is not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the model {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not on this computer. The download is {size}; media are never sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {name} is ready.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>The memory is full. Close other programs, or choose a smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong. Your captions are kept; the log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenMedia</name>
    <message>
        <source>Video and sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open media</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenText</name>
    <message>
        <source>Scripts and captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align text with {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaybackController</name>
    <message>
        <source>This file cannot be played here ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32 bits (float32)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bits, wide range (bfloat16)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bits (float16, GPU only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8 bits (int8, processor only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example: Ada Lovelace, Qwen, log-mel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for speech &amp;first, and skip what is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the model what was said &amp;before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts weighed against each other; 1 is fastest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer bits need less memory and are mostly faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Words to expect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names and terms as they should be spelt, the most important last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it, silence and music reach the model, which may invent words there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names stay spelt alike; takes a little longer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>No captions yet.
Choose “Generate captions”{hint}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for its turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text appears here when all of it has its times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions appear here as soon as they are written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No speech was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped before the first caption.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions wait for the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Generate captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Generate captions for {n} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions that may be wrong are listed here once there are captions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing worth a look so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is worth a look: the sound stands behind every word.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QtEngine</name>
    <message>
        <source>no picture comes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueDock</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, {cues}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled, {cues} kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 cue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} cues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working, {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RestoreController</name>
    <message>
        <source>{names} and {number} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are captions that were not exported: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>&amp;Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the new model for captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn on from where it stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped before there was anything to keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on, or begin again with other choices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share:.0f} % fewer wrong words than before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new model makes more mistakes than the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new model is as good as the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by you; the best model so far is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stopped by itself: it no longer became better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stopped at the time limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on {count} held-out examples, which it did not learn from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So few make the numbers rough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in the list of models as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words wrong, as written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Characters wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Characters wrong, as written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word error rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Character error rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate}, where case and punctuation count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} of normalised text: without case and punctuation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>No sound stands behind this text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speech without text, {seconds:.1f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be wrong, {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewDock</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst 20</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All, by time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the most doubtful places first, or all of them one after another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} places</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewList</name>
    <message>
        <source>Places to look at</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Ruler</name>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Progress of the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop, and keep the best model so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait after this step; the memory stays in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring: {done} of {total} examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round {epoch:.1f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed:.1f}× real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{trainable:.1f} of {all:.1f} M weights learn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SamplesView</name>
    <message>
        <source>Examples from the held-out part appear here after the first evaluation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen to example {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SoundLane</name>
    <message>
        <source>Log-mel picture of the sound</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceField</name>
    <message>
        <source>Sound with text or subtitles beside it, CSV, JSON lines, LJSpeech, Common Voice or Kaldi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose f&amp;ile…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected ca&amp;ptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from a folder of sound with its text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from a list of examples, or from a medium&apos;s subtitles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder or a file here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model, device and precision in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{speed:.1f}× real time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} more in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for speech</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aligning the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Part of the timeline in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineController</name>
    <message>
        <source>The sound cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the sound…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words appear here with the captions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training has the device. Try again when it is over.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>less than a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>The training of {name} is not finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another training runs. Stop it first, or wait for its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another window works on this training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training ended without a result.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingDataController</name>
    <message>
        <source> and {number} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected captions of {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingProcess</name>
    <message>
        <source>The training cannot be started: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training ended unexpectedly. What it had saved is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training was ended from outside, perhaps because the memory was full. What it had saved is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training crashed. What it had saved is kept; the log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingStatus</name>
    <message>
        <source>Show the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TranscriptionController</name>
    <message>
        <source>A training or live captions have the device. Align the text when they are over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training or live captions have the device. Write the captions again when they are over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No speech was found.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position in the media</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WaveformLane</name>
    <message>
        <source>Waveform</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WordsLane</name>
    <message>
        <source>Words and attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a word&apos;s boundary to correct it. Shift and drag marks a stretch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{word}”  {times}
probability {share:.0%}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_ExampleTable</name>
    <message>
        <source>Examples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
