"""Common first names by sex, in the languages of the press; unlisted names say nothing."""

from __future__ import annotations

MALE = frozenset(
    "aaron abdul abdullah adam adrian ahmed alan albert alejandro aleksandr alex alexander "
    "alexei alexey alexis alfred ali anatoly anders andre andreas andrei andrew andrey andy "
    "angus anthony antonin antonio antony arne arnold arthur asa ashley asif austin barack "
    "barry bashar ben benjamin bernard bernie bill billy bob bobby boris brad bradley brandon "
    "brendan brent brett brian bruce bruno bryan calvin carl carlos casey casimir cesar chad "
    "charles charlie chris christian christoph christopher chuck clarence clark claude cody "
    "colin corey cory craig curt curtis dale damian dan daniel danny darrell dave david dean "
    "denis dennis derek dick diego dieter dmitri dmitry dominic don donald doug douglas drew "
    "dustin dwight dylan earl edgar eduardo edward edwin elijah elliott emeric emmanuel enrique "
    "eric erik ernest ethan eugene evan fabio fernando francesco francis francisco franco "
    "francois frank franklin franz françois fred frederic frederick friedrich gabor gabriel "
    "garrett garry gary gavin gene geoff geoffrey george gerald gerard gerhard giovanni glen "
    "glenn gordon graham greg gregory guido guillermo gus gustavo guy gábor hans harold harry "
    "harvey hassan hector heinz helmut henri henrik henry herbert herman hossein howard hugh "
    "hugo hussein ian ibrahim igor imran imre isaac ivan jack jackie jackson jacob jacques "
    "jaime jake jamal james jamie jan jared jason javier jay jean jeb jeff jeffrey jens jeremy "
    "jerome jerry jesse jim jimmy joachim joe joel johan johannes john johnny jon jonas "
    "jonathan jordan jorge jose josef joseph josh joshua josé juan julian julius justin jürgen "
    "karl keith kelly ken kenneth kerry kevin khalid khizr kim kurt kyle larry lars lawrence "
    "lee leo leon leonard leonid leroy leslie lindsey lloyd lorenz louis lu luca lucas lucjan "
    "luigi luis luke lynn mahmoud malcolm manfred manuel marc marcel marco marcus mario mark "
    "markus marshall martin marvin matt matteo matthew maurice max maxim mehmet merrick michael "
    "michel miguel mike mikhail milton mitch mitt mohamed mohammad mohammed morgan muhammad "
    "murray mustafa narendra nathan nathaniel neil newt nicholas nick nicolas nicolás nigel "
    "nikita nikolai noah norbert norman olaf oleg oliver omar oscar otto owen pablo paolo pat "
    "patrick paul pavel pedro perry peter petr phil philip philipp philippe phillip pierre "
    "piotr rafael rahm ralph ramon rand randall randy raul ray raymond recep reince rex ricardo "
    "richard rick ricky rob robert roberto robin rod roderick rodney rodrigo roger roland roman "
    "ron ronald ross roy rudolf rudy rupert russell rustam ryan salman sam samuel sasha scott "
    "sean sebastian sergei sergey sergio seth shane shaun shawn sidney silvio simon stanley "
    "stefan stephan stephen sterling steve steven stewart stuart taylor ted teodor terrence "
    "terry theo theodore thierry thomas tig tim timothy tobias todd tom tomas tommy tomáš tony "
    "travis trevor trey troy tyler vadim vernon victor viktor vince vincent vitaly vladimir "
    "volodymyr walter warren wayne wesley wilbur wilhelm will william willie wolfgang xavier xi "
    "yasser yevgeny yuri yusuf zachary zack étienne".split()
)
FEMALE = frozenset(
    "abby abigail ada adele adriana agnes aicha aino alex alexandra alexandria alice alicia "
    "alina alison allison amanda amber amelia amy ana anastasia andrea angela angelina anita "
    "ann anna anne annette annie antonia april ariana ashley audrey barbara beata beatrice "
    "becky bella berta bess beth betsy bettina betty beverly bianca birgit bonnie brenda "
    "bridget brigitte britney camille candace cara carla carly carmen carol caroline carolyn "
    "carrie casey catherine cathy cecilia celeste charlotte chelsea cheryl chiara chris christa "
    "christiana christina christine cindy claire clara claudia colleen condoleezza connie "
    "constance cristina cynthia daisy dana danielle darlene dawn debbie deborah debra delphine "
    "denise diana diane dianne dolores donna dora doris dorothy edith eileen elaine eleanor "
    "elena elise elizabeth ella ellen elsa emily emma erica erin esther eva evelyn fatima "
    "federica fiona florence frances francesca friederike gabriela gabrielle gail galina gemma "
    "georgia ghazala gina ginni giorgia gisela gladys glenda gloria grace greta gretchen gwen "
    "hannah harriet heather hedda heidi helen helena helga henrietta hilary hilda hillary holly "
    "huma ida inge ingeborg ingrid ira irene irina iris irma isabel isabella ivana ivanka "
    "jackie jacqueline jamie jan jane janet janice jasmine jean jeanne jeannette jen jenna "
    "jennifer jenny jessica jill jo joan joanna joanne jordan josefa josephine joy joyce "
    "juanita judith judy julia juliana julie june kamala karen karin karina karine kate "
    "katherine kathleen kathryn kathy katie katrina kayla kayleigh kelly kellyanne kerry kim "
    "kimberly kirsten kirstjen kristen kristin kristina laura lauren laurie leah leila lena "
    "leslie leticia letitia lily linda lisa liz liza lois loretta lori lorraine louise lucia "
    "lucy ludmila lydia lynn lynne madeleine madeline maggie mandy marcia margaret margarita "
    "maria mariana marianne marie marilyn marina marine marion marissa marjorie marlene marsha "
    "martha mary maud maureen maya megan meghan melania melanie melinda melissa mercedes "
    "meredith michele michelle mildred miranda miriam molly monica monika nadia nancy naomi "
    "natalia natalie natasha nellie nichole nicola nicole nikita nikki nina noor nora norma "
    "odile olga olivia olympia oprah pam pamela pat patricia patty paula pauline peggy penelope "
    "petra phyllis polly priscilla priti priya rachel rafaela rebecca regina renee rhonda rita "
    "roberta robin rosa rosalind rose rosemary roxana ruth sabrina sally sam samantha sandra "
    "sandy sara sarah sasha selma shannon sharon sheila shelley sheryl shirley silke silvia "
    "simone sofia sonia sonja sophia sophie stacy stella stephanie sue susan susana susanne "
    "suzanne sylvia tamara tammy tania tanya tara tatiana taylor teresa terry tess thelma "
    "theodora theresa tiffany tina toni tracey tracy tricia tulsi uma ursula valentina valeria "
    "valerie vanessa vera veronica vicki victoria viola virginia vivian wanda wendy whitney "
    "wilma yevgenia yolanda yvette yvonne zoe zuzana".split()
)


def sex_of(first_name: str) -> str | None:
    """Return "m" or "f" for a first name, or None where it is unlisted or used for both."""
    name = first_name.lower()
    male, female = name in MALE, name in FEMALE
    if male == female:
        return None
    return "m" if male else "f"


def is_first_name(word: str) -> bool:
    """Tell whether a word is a listed first name."""
    return word.lower() in MALE or word.lower() in FEMALE
