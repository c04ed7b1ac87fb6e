<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>FindDialog</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message numerus="yes">
        <source>%n cue(s) imported from {name}.</source>
        <translation>
            <numerusform>%n cue imported from {name}.</numerusform>
            <numerusform>%n cues imported from {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them begin(s) after the end of the medium.</source>
        <translation>
            <numerusform>%n of them begins after the end of the medium.</numerusform>
            <numerusform>%n of them begin after the end of the medium.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryDialog</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QualityController</name>
    <message numerus="yes">
        <source>%n cue(s) still break the style.</source>
        <translation>
            <numerusform>%n cue still breaks the style.</numerusform>
            <numerusform>%n cues still break the style.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepairSentences</name>
    <message numerus="yes">
        <source>%n character(s) could not be read.</source>
        <translation>
            <numerusform>%n character could not be read.</numerusform>
            <numerusform>%n characters could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control character(s) were taken out.</source>
        <translation>
            <numerusform>%n control character was taken out.</numerusform>
            <numerusform>%n control characters were taken out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time stamp(s) were written wrongly and were mended.</source>
        <translation>
            <numerusform>%n time stamp was written wrongly and was mended.</numerusform>
            <numerusform>%n time stamps were written wrongly and were mended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) could not be understood and were left out.</source>
        <translation>
            <numerusform>%n line could not be understood and was left out.</numerusform>
            <numerusform>%n lines could not be understood and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) were not parted from the one before.</source>
        <translation>
            <numerusform>%n cue was not parted from the one before.</numerusform>
            <numerusform>%n cues were not parted from the one before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) ended before they began, and were given time to be read.</source>
        <translation>
            <numerusform>%n cue ended before it began, and was given time to be read.</numerusform>
            <numerusform>%n cues ended before they began, and were given time to be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) without text were left out.</source>
        <translation>
            <numerusform>%n cue without text was left out.</numerusform>
            <numerusform>%n cues without text were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) stood out of order and were put in place.</source>
        <translation>
            <numerusform>%n cue stood out of order and was put in place.</numerusform>
            <numerusform>%n cues stood out of order and were put in place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) that rolling captions repeat were left out.</source>
        <translation>
            <numerusform>%n line that a rolling caption repeats was left out.</numerusform>
            <numerusform>%n lines that rolling captions repeat were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s) lost their formatting (italics, colour, place), which is not kept.</source>
        <translation>
            <numerusform>%n cue lost its formatting (italics, colour, place), which is not kept.</numerusform>
            <numerusform>%n cues lost their formatting (italics, colour, place), which is not kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drawing(s) were left out.</source>
        <translation>
            <numerusform>%n drawing was left out.</numerusform>
            <numerusform>%n drawings were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) without times were given some from their neighbours.</source>
        <translation>
            <numerusform>%n word without times was given some from its neighbours.</numerusform>
            <numerusform>%n words without times were given some from their neighbours.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpellingDialog</name>
    <message numerus="yes">
        <source>(and %n more)</source>
        <translation>
            <numerusform>(and %n more)</numerusform>
            <numerusform>(and %n more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) left</source>
        <translation>
            <numerusform>%n word left</numerusform>
            <numerusform>%n words left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n heard word(s) left out</source>
        <translation>
            <numerusform>%n heard word left out</numerusform>
            <numerusform>%n heard words left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cue(s)</source>
        <translation>
            <numerusform>%n cue</numerusform>
            <numerusform>%n cues</numerusform>
        </translation>
    </message>
</context>
</TS>
